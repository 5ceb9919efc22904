package io.evs.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.NodeId;
import io.evs.doctor.CheckupReport.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What reports mean, each ailment by itself. */
class FindingsTest {
  private static final int BUFFER = 8 << 20;

  /** A report that a test changes. */
  private static final class Draft {
    final long id;
    final List<Link> links = new ArrayList<>();
    final Map<String, String> settings = new TreeMap<>(Map.of("totem.token", "1s"));
    String version = "1";
    int buffer = BUFFER;
    int packet = 1430;
    int window = 256;
    long pauses;
    long longestPause;
    long lastPauseAgo = -1;
    long quota;
    long throttled;
    long otherKey;
    boolean multicast;
    Map<String, String> strangers = Map.of();

    Draft(long id) {
      this.id = id;
    }

    CheckupReport report() {
      return new CheckupReport(
          NodeId.of(id),
          version,
          settings,
          multicast,
          packet,
          70,
          buffer,
          window,
          1_000_000,
          900,
          2000,
          pauses,
          longestPause,
          lastPauseAgo,
          quota,
          throttled,
          otherKey,
          strangers,
          links);
    }
  }

  private final Draft one = new Draft(1);
  private final Draft two = new Draft(2);

  private static Link link(long node, int answered, int received, int longest) {
    return new Link(
        node,
        "10.77.0." + node + ":5405",
        true,
        true,
        16,
        answered,
        received,
        0,
        8,
        8,
        1500,
        longest,
        longest,
        300,
        900,
        40);
  }

  private static Link outside(long node, int answered, int heard, boolean listed) {
    return new Link(
        node, "10.77.0.9:5405", false, listed, 16, answered, 0, heard, 0, 0, 1500, 0, 0, 0, 0, 0);
  }

  private void healthy() {
    one.links.add(link(2, 16, 16, 1500));
    two.links.add(link(1, 16, 16, 1500));
  }

  private List<Finding> found() {
    return Findings.of(List.of(one.report(), two.report()), List.of());
  }

  private Finding only() {
    List<Finding> all = found();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void nothingIsFoundOnAHealthyRing() {
    healthy();
    one.pauses = 1;
    one.longestPause = 600_000;
    assertThat(found()).isEmpty();
    assertThat(TokenProposal.of(List.of(one.report())).text())
        .isEqualTo(
            "totem.token is 1000ms; 4 x (rotation p99 0.9 ms + longest pause 600.0 ms) = 2403.6 ms,"
                + " so that 2450ms would be safer");
  }

  /** Issue 13: one address that has another key was said to be unreachable, too. */
  @Test
  void whoHasAnotherKeyIsSaidToHaveThatAndNoMore() {
    healthy();
    one.strangers = Map.of("10.77.0.9:5405", "uses another key");
    one.links.add(outside(0, 0, 0, true));
    two.links.add(outside(0, 0, 3, true));
    assertThat(only().id()).isEqualTo("key");
    assertThat(only().text()).isEqualTo("10.77.0.9:5405 uses another key");
    assertThat(only().members()).containsExactly(1L);
  }

  /** A time-out of 100 ms was proposed from nothing at all. */
  @Test
  void whatWasNotMeasuredProposesNothing() {
    assertThat(new TokenProposal(1_000_000, 0, 0, 100_000).text())
        .isEqualTo(
            "totem.token is 1000ms; no round trip was measured that another could follow from");
  }

  @Test
  void aBlockedDirectionNamesBothAndWhich() {
    one.links.add(link(2, 0, 16, 1500));
    two.links.add(link(1, 0, 0, 0));
    assertThat(only().id()).isEqualTo("one_way");
    assertThat(only().members()).containsExactly(1L, 2L);
    assertThat(only().text()).startsWith("packets of 1 do not get to 2");
  }

  @Test
  void aBlockedPairIsOneFinding() {
    one.links.add(link(2, 0, 0, 0));
    two.links.add(link(1, 0, 0, 0));
    assertThat(only().id()).isEqualTo("unreachable");
    assertThat(only().severity()).isEqualTo(Finding.Severity.ERROR);
  }

  @Test
  void lossIsAWarning() {
    one.links.add(link(2, 9, 16, 1500));
    two.links.add(link(1, 16, 9, 1500));
    assertThat(only().text()).startsWith("7 of 16 packets from 1 to 2 were lost");
    assertThat(only().severity()).isEqualTo(Finding.Severity.WARNING);
  }

  @Test
  void aBlackHoleIsAnErrorOnlyIfTheRingsPacketsDoNotPass() {
    one.links.add(link(2, 16, 16, 1200));
    two.links.add(link(1, 16, 16, 1200));
    assertThat(found()).extracting(Finding::id).containsExactly("mtu", "mtu");
    two.links.set(
        0,
        new Link(
            1, "10.77.0.1:5405", true, true, 16, 16, 16, 0, 8, 8, 1200, 1200, 1200, 300, 900, 40));
    assertThat(only().id()).isEqualTo("mtu");
    assertThat(only().severity()).isEqualTo(Finding.Severity.ERROR);
    assertThat(only().hint()).contains("totem.netmtu to 1200");
    two.packet = 1130;
    assertThat(only().severity()).isEqualTo(Finding.Severity.WARNING);
  }

  @Test
  void whoIsOutsideIsToldByWhatComesFromThere() {
    healthy();
    one.links.add(outside(0, 0, 0, true));
    assertThat(only().text()).startsWith("nobody answers at 10.77.0.9:5405");
    one.links.set(1, outside(0, 0, 5, true));
    assertThat(only().id()).isEqualTo("one_way");
    one.links.set(1, outside(9, 0, 0, false));
    assertThat(found()).as("a former member that is off").isEmpty();
  }

  /** T13-7: a missing peer that answers one member and not the other is not "nobody". */
  @Test
  void whoIsOutsideAndAnswersOnlySomeIsBlocked() {
    healthy();
    one.links.add(outside(0, 0, 0, true));
    two.links.add(
        new Link(
            0, "10.77.0.9:5405", false, true, 16, 16, 0, 0, 0, 0, 1500, 1500, 0, 300, 900, 40));
    assertThat(only().id()).isEqualTo("unreachable");
    assertThat(only().members()).containsExactly(1L);
    assertThat(only().text())
        .startsWith("1 got no answer from 10.77.0.9:5405, which answered 2: packets between them")
        .endsWith("and it cannot join");
  }

  @Test
  void settingsThatDifferAreNamedWithWhoseTheyAre() {
    healthy();
    two.settings.put("totem.token", "300ms");
    one.settings.put("totem.consensus", "1200ms");
    two.settings.put("totem.consensus", "360ms");
    assertThat(only().id()).isEqualTo("timeouts_differ");
    assertThat(only().text())
        .startsWith("totem.token is 1s at 1 and 300ms at 2; and totem.consensus differ");
    two.settings.putAll(one.settings);
    one.settings.put("transport", "multicast");
    two.settings.put("transport", "unicast");
    assertThat(only().id()).isEqualTo("settings_differ");
  }

  @Test
  void aSmallBufferIsMeasuredByTheWindowsOfTheOthers() {
    healthy();
    two.buffer = 16_384;
    two.window = 32;
    assertThat(only().id()).isEqualTo("buffer");
    assertThat(only().members()).containsExactly(2L);
    assertThat(only().severity()).isEqualTo(Finding.Severity.ERROR);
    one.buffer = 425_984;
    one.window = 92;
    two.buffer = 425_984;
    two.window = 92;
    assertThat(found()).as("what Linux grants if nothing is set").isEmpty();
  }

  @Test
  void whatTheMachineDoesIsTold() {
    healthy();
    one.quota = 50;
    assertThat(only().id()).isEqualTo("cpu_quota");
    one.quota = 200;
    one.throttled = 4;
    assertThat(only().severity()).isEqualTo(Finding.Severity.WARNING);
    one.throttled = 0;
    one.pauses = 1;
    one.longestPause = 1_200_000;
    assertThat(only().id()).isEqualTo("pauses");
    // With when it was, and no more once it is long over (issue 13, point 1).
    one.lastPauseAgo = 180_000;
    assertThat(only().text())
        .contains("paused once since its start", "(at worst 1200 ms, the last time 3 min ago)");
    one.lastPauseAgo = 2 * 3_600_000;
    assertThat(found()).isEmpty();
    one.longestPause = 0;
    two.version = "2";
    assertThat(only().id()).isEqualTo("version");
    two.version = "1";
    two.otherKey = 3;
    assertThat(only().id()).isEqualTo("key");
  }

  @Test
  void multicastThatDoesNotArriveAndClocksAreTold() {
    healthy();
    one.multicast = true;
    one.links.set(
        0,
        new Link(
            2,
            "10.77.0.2:5405",
            true,
            true,
            16,
            16,
            16,
            0,
            8,
            0,
            1500,
            1500,
            1500,
            300,
            900,
            5_000_000));
    assertThat(found()).extracting(Finding::id).containsExactlyInAnyOrder("multicast", "clock");
  }

  @Test
  void aReportTravelsWholeAndOthersAreRefused() throws IOException {
    healthy();
    one.links.add(outside(0, 0, 5, true));
    CheckupReport report = one.report();
    String text = CheckupJson.write(report);
    assertThat(CheckupJson.read(text)).isEqualTo(report);
    for (String wrong :
        List.of(
            "{}",
            "[]",
            text.replace("\"window\":256", "\"window\":-1"),
            text.replace("totem.token", "totem token"),
            text.replace("\"version\":\"1\"", "\"version\":\"" + "x".repeat(300) + "\""))) {
      assertThatThrownBy(() -> CheckupJson.read(wrong)).isInstanceOf(IOException.class);
    }
    assertThat(SharedSettings.parse("totem.token=1s\nbad key=1\nx=\u001b[2J\n=\n\n"))
        .isEqualTo(Map.of("totem.token", "1s"));
    assertThat(SharedSettings.parse(SharedSettings.write(report.settings())))
        .isEqualTo(report.settings());
  }
}
