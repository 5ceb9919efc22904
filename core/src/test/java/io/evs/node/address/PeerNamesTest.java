package io.evs.node.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PeerNamesTest {
  private static final long WAIT_MILLIS = 10_000;

  private final Map<String, List<String>> hosts = new HashMap<>();

  private InetAddress[] look(String host) throws UnknownHostException {
    if (PeerNames.isLiteral(host)) {
      return new InetAddress[] {InetAddress.getByName(host)};
    }
    List<InetAddress> found = new ArrayList<>();
    for (String each : hosts.getOrDefault(host, List.of())) {
      found.add(InetAddress.getByName(each));
    }
    if (found.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return found.toArray(InetAddress[]::new);
  }

  private PeerNames names(String bind, String... peers) throws UnknownHostException {
    return new PeerNames(
        List.of(peers).stream().map(EvsConfig.Peer::parse).toList(),
        5405,
        InetAddress.getByName(bind),
        this::look,
        WAIT_MILLIS);
  }

  private static InetSocketAddress at(String host) {
    return new InetSocketAddress(host, 5405);
  }

  @Test
  @DisplayName("FIELD-6 (a): what resolves is used, and what does not is named")
  void aNameThatIsNotKnownYetIsFoundLater() throws Exception {
    hosts.put("evs-0", List.of("10.0.0.1"));
    PeerNames names = names("10.0.0.1", "evs-0", "evs-1:6000");
    PeerNames.Found first = names.find();
    assertThat(first.addresses()).containsExactly(at("10.0.0.1"));
    assertThat(first.unknown()).containsOnlyKeys("evs-1:6000");
    hosts.put("evs-1", List.of("10.0.0.2"));
    PeerNames.Found second = names.find();
    assertThat(second.addresses())
        .containsExactly(at("10.0.0.1"), new InetSocketAddress("10.0.0.2", 6000));
    assertThat(second.unknown()).isEmpty();
  }

  @Test
  @DisplayName("FIELD-6 (b): every address of a name is a peer")
  void everyAddressOfANameCounts() throws Exception {
    hosts.put("evs", List.of("10.0.0.3", "fd77::1", "10.0.0.1", "10.0.0.2"));
    PeerNames.Found found = names("10.0.0.1", "evs").find();
    assertThat(found.addresses()).containsExactly(at("10.0.0.1"), at("10.0.0.2"), at("10.0.0.3"));
    hosts.put("evs", List.of("10.0.0.1", "10.0.0.2", "fd77::1", "10.0.0.3"));
    assertThat(names("10.0.0.1", "evs").find()).as("another order").isEqualTo(found);
    assertThat(names("fd77::1", "evs").find().addresses()).containsExactly(at("fd77::1"));
  }

  @Test
  @DisplayName("FIELD-6 (c): a name that moved is followed, and one that is gone keeps its address")
  void namesAreFollowed() throws Exception {
    hosts.put("evs-1", List.of("10.0.0.2"));
    PeerNames names = names("10.0.0.1", "evs-1");
    names.find();
    hosts.put("evs-1", List.of("10.0.0.22"));
    assertThat(names.find().addresses()).containsExactly(at("10.0.0.22"));
    hosts.remove("evs-1");
    PeerNames.Found gone = names.find();
    assertThat(gone.addresses()).containsExactly(at("10.0.0.22"));
    assertThat(gone.unknown()).isEmpty();
  }

  @Test
  void aLookupThatHangsHoldsNobodyUpAndCountsWhenItIsDone() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    PeerNames names =
        new PeerNames(
            List.of(new EvsConfig.Peer("slow", 0), new EvsConfig.Peer("10.0.0.2", 0)),
            5405,
            InetAddress.getByName("10.0.0.1"),
            host -> {
              if (host.equals("slow")) {
                answer.countDown();
                awaitForEver();
              }
              return new InetAddress[] {InetAddress.getByName("10.0.0.2")};
            },
            /* waitMillis= */ 300);
    PeerNames.Found found = names.find();
    assertThat(answer.getCount()).isZero();
    assertThat(found.unknown()).containsOnlyKeys("slow");
    assertThat(found.addresses()).containsExactly(at("10.0.0.2"));
    assertThat(names.find()).isEqualTo(found);
  }

  private static void awaitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @DisplayName("FIELD-28: a link-local peer is on the interface that is bound to, or says which")
  void linkLocalPeersNeedAnInterface() throws Exception {
    PeerNames.Found alone = names("fd77::1", "fe80::2").find();
    assertThat(alone.unknown().get("[fe80::2]")).contains("write fe80:0:0:0:0:0:0:2%");
  }

  @Test
  @DisplayName("FIELD-6: names are looked up again while a peer is absent, and now and then")
  void looksAgainWhileAPeerIsAbsent() throws Exception {
    hosts.put("evs-1", List.of("10.0.0.2"));
    PeerNames names = names("10.0.0.1", "evs-1");
    List<PeerNames.Found> told = new ArrayList<>();
    boolean[] absent = {false};
    try (PeerWatch watch = new PeerWatch(names, names.find(), () -> absent[0], told::add)) {
      watch.round();
      hosts.put("evs-1", List.of("10.0.0.22"));
      watch.round();
      assertThat(told).isEmpty();
      absent[0] = true;
      watch.round();
      assertThat(told.get(0).addresses()).containsExactly(at("10.0.0.22"));
      absent[0] = false;
      hosts.put("evs-1", List.of("10.0.0.23"));
      for (int round = 4; round <= 10; round++) {
        watch.round();
      }
      assertThat(told.get(1).addresses()).containsExactly(at("10.0.0.23"));
    }
  }
}
