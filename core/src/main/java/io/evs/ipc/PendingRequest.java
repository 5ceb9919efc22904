package io.evs.ipc;

import io.evs.ipc.frame.ProtocolException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A request that was sent.
 *
 * @param answerType the type of frame that answers it
 * @param reader reads that frame
 * @param result what it says
 */
record PendingRequest<T>(byte answerType, AnswerReader<T> reader, CompletableFuture<T> result) {
  void complete(ByteBuffer body) throws ProtocolException {
    result.complete(reader.read(body));
  }
}
