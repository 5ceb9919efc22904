package io.evs.cli.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsListener;
import io.evs.GroupChange;
import io.evs.cli.Hostile;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** SEC-M1: what others send and how their groups are called, printed by {@code evs group}. */
class HostileEventsTest {
  private static String printed(
      boolean json, boolean color, Optional<MessageFormat> format, Function<Class<?>, Object> of) {
    return Hostile.printed(
        out -> {
          EvsListener printer =
              new EventPrinter(
                  out,
                  json ? Optional.of(new EventJson(Optional.empty())) : Optional.empty(),
                  new EventText(color, true, Optional.empty()),
                  format,
                  new EvsListener() {},
                  2);
          printer.onMessage((Delivery) of.apply(Delivery.class));
          printer.onConfiguration((ConfigurationChange) of.apply(ConfigurationChange.class));
          printer.onGroup((GroupChange) of.apply(GroupChange.class));
        });
  }

  @Test
  void eventsActOnNoTerminal() {
    String plain = printed(false, false, Optional.empty(), Hostile::record);
    Hostile.assertSafe(printed(false, true, Optional.empty(), Hostile::record), plain);
    Hostile.assertSameLines(plain, printed(false, false, Optional.empty(), Hostile::harmless));
    Hostile.assertSafeJson(printed(true, false, Optional.empty(), Hostile::record));
  }

  @Test
  void formatsAreCleanedForATerminalOnly() {
    String form = "%g %s %n %r %d %l %p\\n";
    Optional<MessageFormat> terminal =
        Optional.of(new MessageFormat(form, true, java.time.Instant::now));
    Hostile.assertSameLines(
        printed(false, false, terminal, Hostile::record),
        printed(false, false, terminal, Hostile::harmless));
    Optional<MessageFormat> pipe =
        Optional.of(new MessageFormat("%g %p", false, java.time.Instant::now));
    assertThat(printed(false, false, pipe, Hostile::record))
        .isEqualTo(Hostile.NAME + " " + Hostile.TEXT);
  }
}
