package io.evs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvsConfigTest {
  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EvsException.class,
            error -> {
              assertThat(error.code()).isEqualTo(EvsException.Code.INVALID_PARAM);
              assertThat(error.getMessage()).contains(words);
            });
  }

  /** The house, 10.5: a configuration file and the library had a rule each. */
  @Test
  void multicastAddressesAreThoseOfTheirRanges() {
    for (String each :
        List.of("224.0.0.1", "239.255.255.255", "ff15::77", "FF02::1%eth0", "ff15::4d01")) {
      assertThat(EvsConfig.isMulticast(each)).as(each).isTrue();
    }
    for (String each :
        List.of("223.1.1.1", "240.0.0.1", "239.999.1.1", "239.1.1", "fe80::1", "ff15", "x")) {
      assertThat(EvsConfig.isMulticast(each)).as(each).isFalse();
    }
  }

  @Test
  void nothingSetMeansDerived() {
    EvsConfig config = EvsConfig.builder().build();
    assertThat(config.nodeId()).isEmpty();
    assertThat(config.port()).isEmpty();
    assertThat(config.bind()).isEqualTo("127.0.0.1");
    assertThat(config.ringName()).isEqualTo("main");
    for (TotemOption option : TotemOption.values()) {
      assertThat(config.totem(option)).isEmpty();
    }
  }

  /** They were found when the member started, or not at all. */
  @Test
  void refusesAtOnceWhatNoMemberCanStartWith() {
    EvsConfig.Builder builder = EvsConfig.builder();
    assertThatThrownBy(() -> builder.profile(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder.transport(null)).isInstanceOf(NullPointerException.class);
    refused(() -> builder.ringName("ring\ud83d"), "ring name", "half a character");
    refused(() -> builder.nodeName("\ud83d"), "node name", "half a character");
    assertThat(builder.ringName("ring \ud83d\ude00").build().ringName()).hasSize(7);
  }

  @Test
  void aBuiltConfigurationDoesNotChangeWithItsBuilder() {
    EvsConfig.Builder builder = EvsConfig.builder().port(6000).totem(TotemOption.WINDOW_SIZE, 50);
    EvsConfig config = builder.build();
    builder.port(7000).totem(TotemOption.WINDOW_SIZE, 60).peer("10.0.0.1");
    assertThat(config.port()).hasValue(6000);
    assertThat(config.totem(TotemOption.WINDOW_SIZE)).hasValue(50);
    assertThat(config.peers()).isEmpty();
    assertThat(config.toBuilder().build().port()).hasValue(6000);
  }

  @Test
  void refusesValuesOutOfRangeAndSaysWhatIsAllowed() {
    refused(() -> EvsConfig.builder().nodeId(0), "node id 0", "1..4294967295");
    refused(() -> EvsConfig.builder().nodeId(1L << 32), "4294967296", "1..4294967295");
    refused(() -> EvsConfig.builder().port(65_536), "65536", "0..65535");
    refused(() -> EvsConfig.builder().multicastTtl(256), "256", "0..255");
    refused(() -> EvsConfig.builder().multicastGroup("10.0.0.1"), "10.0.0.1", "224.0.0.0/4");
    refused(() -> EvsConfig.builder().nodeName("n".repeat(65)), "65 characters", "1 to 64");
    refused(() -> EvsConfig.builder().ringName(""), "ring name", "1 to 64");
    refused(() -> EvsConfig.builder().ringName("a\nb"), "control character");
    refused(() -> EvsConfig.builder().sendQueueBytes(1), "send queue of 1 bytes", "4MiB");
    refused(
        () -> EvsConfig.builder().totem(TotemOption.TOKEN, Duration.ofMillis(5)),
        "token 5ms",
        "10ms to 3600s");
    refused(() -> EvsConfig.builder().totem(TotemOption.NETMTU, 100), "netmtu 100 bytes", "576");
    refused(
        () -> EvsConfig.builder().totem(TotemOption.WINDOW_SIZE, Duration.ofSeconds(1)),
        "window_size is not a duration");
  }

  @Test
  void refusesValuesThatContradictEachOther() {
    refused(
        () ->
            EvsConfig.builder()
                .totem(TotemOption.TOKEN, Duration.ofMillis(100))
                .totem(TotemOption.TOKEN_RETRANSMIT, Duration.ofMillis(100))
                .build(),
        "token_retransmit 100ms must be below token 100ms");
    refused(
        () ->
            EvsConfig.builder()
                .totem(TotemOption.WINDOW_SIZE, 10)
                .totem(TotemOption.MAX_MESSAGES, 11)
                .build(),
        "max_messages 11",
        "window_size 10");
    refused(() -> EvsConfig.builder().blockUnlisted(true).build(), "block_unlisted", "peers");
  }

  @ParameterizedTest
  @CsvSource({
    "10.77.0.2, 10.77.0.2, 0",
    "10.77.0.3:5406, 10.77.0.3, 5406",
    "n1, n1, 0",
    "n1:1, n1, 1",
    "fe80::1, fe80::1, 0",
    "[fe80::1], fe80::1, 0",
    "[fe80::1]:5405, fe80::1, 5405"
  })
  void readsPeers(String text, String host, int port) {
    assertThat(EvsConfig.Peer.parse(text)).isEqualTo(new EvsConfig.Peer(host, port));
  }

  @Test
  void refusesPeersWithoutSense() {
    refused(() -> EvsConfig.Peer.parse(""), "host is empty");
    refused(() -> EvsConfig.Peer.parse("n1:"), "1 to 65535");
    refused(() -> EvsConfig.Peer.parse("n1:65536"), "65536", "1 to 65535");
    refused(() -> EvsConfig.Peer.parse("n1:x"), "\"x\"", "1 to 65535");
    refused(() -> EvsConfig.Peer.parse("[fe80::1"), "closing bracket");
  }
}
