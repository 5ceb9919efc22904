/** Lists that a person selects in, filters and sorts. */
package io.evs.console.list;
