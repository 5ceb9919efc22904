package io.evs.ipc;

import io.evs.ipc.frame.ProtocolException;
import java.nio.ByteBuffer;

/** Reads an answer; on the reading thread. */
@FunctionalInterface
interface AnswerReader<T> {
  T read(ByteBuffer body) throws ProtocolException;
}
