package io.evs.node;

import io.evs.Group;
import io.evs.RingId;
import io.evs.group.MessageView;
import java.util.Arrays;
import java.util.List;

/** An agreed message of process 77 of node 2, its first, with a payload of zeros. */
public class TestMessage implements MessageView {
  private final List<Group> groups;
  private final int payloadLength;

  public TestMessage(List<Group> groups, int payloadLength) {
    this.groups = groups;
    this.payloadLength = payloadLength;
  }

  @Override
  public int senderNode() {
    return 2;
  }

  @Override
  public long senderIncarnation() {
    return 1;
  }

  @Override
  public long senderProcess() {
    return 77;
  }

  @Override
  public long messageNumber() {
    return 1;
  }

  @Override
  public boolean safe() {
    return false;
  }

  @Override
  public RingId ring() {
    return new RingId(1, 8);
  }

  @Override
  public int sequence() {
    return 5;
  }

  @Override
  public List<Group> groups() {
    return groups;
  }

  @Override
  public boolean isFor(byte[] groupName) {
    return groups.stream().anyMatch(each -> Arrays.equals(each.bytes(), groupName));
  }

  @Override
  public void names(Names names) {
    groups.forEach(each -> names.name(each.bytes(), 0, each.byteLength()));
  }

  @Override
  public int payloadLength() {
    return payloadLength;
  }

  @Override
  public byte[] payload() {
    return new byte[payloadLength];
  }

  @Override
  public long payloadHash() {
    return 0;
  }
}
