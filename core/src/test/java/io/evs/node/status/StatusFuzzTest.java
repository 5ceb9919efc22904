package io.evs.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.evs.NodeStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Any bytes as what other members say of themselves: read or refused, and what is read is kept. */
class StatusFuzzTest {
  @FuzzTest
  void documents(byte[] data) throws IOException {
    NodeStatus status;
    try {
      status = StatusJson.read(new String(data, StandardCharsets.UTF_8));
    } catch (IOException refused) {
      assertThat(refused.getMessage()).startsWith("the status cannot be read: ");
      return;
    }
    assertThat(StatusJson.read(StatusJson.write(status))).isEqualTo(status);
    io.evs.metrics.Exposition.of(status);
  }

  @FuzzTest
  void messages(byte[] data) {
    StatusMessage.parse(data)
        .ifPresent(
            message -> {
              assertThat(StatusMessage.parse(message.bytes())).contains(message);
              message.replyGroup();
            });
  }
}
