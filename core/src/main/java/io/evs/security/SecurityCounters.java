package io.evs.security;

import java.util.LinkedHashMap;
import java.util.Map;

/** What an envelope counts. */
final class SecurityCounters {
  long sealed;
  long opened;
  long admitted;
  long challengesSent;
  long answersSent;
  long rejectedShort;
  long rejectedNoEnvelope;
  long rejectedMalformed;
  long rejectedOtherKey;
  long rejectedForged;
  long rejectedReplayed;
  long rejectedOverBudget;
  long rejectedAnswers;
  long rejectedOwn;
  long rejectedUnknown;
  long rejectedRelayed;
  long rejectedDuplicates;

  Map<String, Long> snapshot() {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("security_sealed", sealed);
    values.put("security_opened", opened);
    values.put("security_admitted", admitted);
    values.put("security_challenges_sent", challengesSent);
    values.put("security_answers_sent", answersSent);
    values.put("security_rejected_unknown_start", rejectedUnknown);
    values.put("security_rejected_short", rejectedShort);
    values.put("security_rejected_no_envelope", rejectedNoEnvelope);
    values.put("security_rejected_malformed", rejectedMalformed);
    values.put("security_rejected_other_key", rejectedOtherKey);
    values.put("security_rejected_forged", rejectedForged);
    values.put("security_rejected_replayed", rejectedReplayed);
    values.put("security_rejected_over_budget", rejectedOverBudget);
    values.put("security_rejected_answers", rejectedAnswers);
    values.put("security_rejected_own", rejectedOwn);
    values.put("security_rejected_relayed", rejectedRelayed);
    values.put("security_rejected_duplicates", rejectedDuplicates);
    return values;
  }
}
