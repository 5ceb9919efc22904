/** What each key does. */
package io.evs.console.key;
