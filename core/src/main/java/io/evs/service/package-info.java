/** What services on the order have in common, such as locks, barriers and replicated states. */
@NullMarked
package io.evs.service;

import org.jspecify.annotations.NullMarked;
