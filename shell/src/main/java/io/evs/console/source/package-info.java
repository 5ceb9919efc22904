/** Where the console looks, and what is found there: plain values. */
package io.evs.console.source;
