/** Text of others, made fit for terminals and logs. */
package io.evs.text;
