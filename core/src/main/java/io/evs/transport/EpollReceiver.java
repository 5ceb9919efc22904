package io.evs.transport;

import io.evs.totem.wire.Packet;
import io.evs.transport.address.OwnAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/** Copies what a socket received into packets and hands them to the member. */
final class EpollReceiver extends ChannelInboundHandlerAdapter {
  // A read takes up to 64 trains of up to 64 datagrams: too many without a turn in between.
  private static final int TURN_AFTER_DATAGRAMS = 256;

  private final UdpEpollTransport transport;
  private final OwnAddress own;
  private final TransportCounters counters;
  private final boolean behindData;
  private int sinceTurn;

  /**
   * A receiver of one socket.
   *
   * @param behindData whether what arrives here waits until all other sockets have been read
   */
  EpollReceiver(
      UdpEpollTransport transport, OwnAddress own, TransportCounters counters, boolean behindData) {
    this.behindData = behindData;
    this.transport = transport;
    this.own = own;
    this.counters = counters;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket datagram = (DatagramPacket) message;
    try {
      accept(datagram.content(), datagram.sender());
    } catch (Throwable error) {
      transport.end(error);
    } finally {
      datagram.release();
    }
  }

  private void accept(ByteBuf content, InetSocketAddress from) {
    int length = content.readableBytes();
    if (length == 0) {
      counters.emptyDropped++;
      return;
    }
    if (own.is(from)) {
      counters.ownDropped++;
      return;
    }
    counters.datagramsIn++;
    counters.bytesIn += length;
    Transport.Handler handler = transport.handler();
    Packet packet = handler.acquire(length);
    content.getBytes(content.readerIndex(), packet.data(), 0, length);
    packet.length(length);
    if (behindData) {
      transport.deliverAtTurn(packet, from);
      return;
    }
    handler.datagram(packet, from);
    if (++sinceTurn >= TURN_AFTER_DATAGRAMS) {
      sinceTurn = 0;
      transport.runTurn();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    sinceTurn = 0;
    transport.turnSoon();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
    // Failed sends arrive here too; none of them, nor an ICMP error, says anything of the socket.
    transport.sendFailed();
  }
}
