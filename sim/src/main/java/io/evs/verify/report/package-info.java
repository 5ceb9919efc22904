/**
 * What the checker of {@code io.evs.verify} finds: the properties by their codes, their violations
 * and what a run has exercised. Commands and the simulator read reports; the checks fill them.
 */
package io.evs.verify.report;
