package io.evs.cli.man;

import io.evs.cli.config.Key;
import io.evs.cli.config.Keys;
import java.util.List;
import java.util.Properties;

/** The manual page of the configuration file, from its keys and what is said of each. */
final class ConfigPage {
  private ConfigPage() {}

  static String of(Properties meanings) {
    Roff roff = new Roff("evs.yaml", 5, "configuration of evs");
    roff.section("description");
    roff.paragraph(
        "Commands that are members of a ring, and *evs-node*(1) above all, take their configuration"
            + " from these places; what stands further down replaces what stands above:");
    roff.item("built in", "the values given below");
    roff.item("_/etc/evs/evs.yaml_", "for the machine");
    roff.item("_$XDG\u0002CONFIG\u0002HOME/evs/evs.yaml_", "for the user; by default in ~/.config");
    roff.item("*--config* _FILE_", "or the file that the variable EVS\u0002CONFIG names");
    roff.item("EVS\u0002...", "environment variables, one for each key");
    roff.item("options", "of the command");
    roff.paragraph(
        "The file is YAML: sections with keys. A key that is not known, a value of a wrong type or"
            + " out of range ends the command with exit status 2 and a sentence that names file,"
            + " line, key, value and what is allowed. Durations have a unit (250ms, 2s, 1m), and"
            + " so have sizes (64KiB). *evs config show --origin* prints what is in effect and"
            + " where each value came from.");
    roff.section("keys");
    for (Key key : Keys.all()) {
      String meaning = meanings.getProperty(key.name());
      if (meaning == null) {
        throw new AssertionError("evs.yaml.properties says nothing of " + key.name());
      }
      roff.bold(key.name(), words(meaning + " " + rest(key)));
    }
    meanings.stringPropertyNames().stream()
        .filter(name -> Keys.find(name).isEmpty())
        .findFirst()
        .ifPresent(
            name -> {
              throw new AssertionError("there is no key " + name + " any more");
            });
    roff.section("example");
    roff.literal(
        List.of(
            "node: {id: 1, bind: 10.77.0.1}",
            "peers: [10.77.0.1, 10.77.0.2, 10.77.0.3]",
            "security: {keyfile: /etc/evs/authkey}",
            "ring: {name: main}",
            "metrics: {port: 9405}"));
    roff.section("see also");
    roff.paragraph("evs(1), evs-config-show(1), evs-keygen(1), evs(7)");
    return CommandPage.unmarked(roff.page());
  }

  private static String rest(Key key) {
    String preset =
        key.preset().isEmpty()
            ? key.note().isEmpty() ? "" : " Default: " + key.note() + "."
            : " Default: " + key.preset() + ".";
    return "Allowed: "
        + key.type().allowed()
        + "."
        + preset
        + " Variable: "
        + key.environmentName()
        + ".";
  }

  private static String words(String text) {
    return text.replace("*", "\u0001").replace("_", "\u0002");
  }
}
