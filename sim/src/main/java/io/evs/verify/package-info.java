/**
 * Decides from traces whether a run kept the promises of Extended Virtual Synchrony
 * (docs/properties.md). {@link io.evs.verify.Checker} is the way in; everything else here is one
 * concern of its rules.
 */
package io.evs.verify;
