/** What commands stand on: exit statuses, errors in one sentence, units, signals, logging. */
package io.evs.cli.base;
