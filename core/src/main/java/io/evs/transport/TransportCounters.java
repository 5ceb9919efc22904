package io.evs.transport;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a transport counts. Written and read on the loop thread only. */
final class TransportCounters {
  long datagramsIn;
  long datagramsOut;
  long bytesIn;
  long bytesOut;
  long sendErrors;
  long sendsDropped;
  long gsoBursts;
  long gsoSegments;
  long ownDropped;
  long emptyDropped;
  long oversizedDropped;

  void sent(long datagrams, long bytes) {
    datagramsOut += datagrams;
    bytesOut += bytes;
  }

  Map<String, Long> snapshot() {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("datagrams_in", datagramsIn);
    values.put("datagrams_out", datagramsOut);
    values.put("bytes_in", bytesIn);
    values.put("bytes_out", bytesOut);
    values.put("send_errors", sendErrors);
    values.put("sends_dropped_buffer_full", sendsDropped);
    values.put("gso_bursts", gsoBursts);
    values.put("gso_segments", gsoSegments);
    values.put("rejected_own", ownDropped);
    values.put("rejected_empty", emptyDropped);
    values.put("rejected_oversized_sends", oversizedDropped);
    return values;
  }
}
