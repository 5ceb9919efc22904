/** What the console shows: what was seen so far, and what the person wants to see of it. */
package io.evs.console.model;
