/**
 * The public API of evs: values (ring ids, configurations, deliveries) and the {@link io.evs.Evs}
 * handle an application holds. A running member that hands out handles is {@code
 * io.evs.node.EvsNode}.
 *
 * <p>Nothing is null unless it is marked as {@link org.jspecify.annotations.Nullable}: not an
 * argument, not a result, not an element of a collection.
 *
 * <p>This package depends on nothing but the JDK and annotations, so that every other package may
 * use its values.
 */
@NullMarked
package io.evs;

import org.jspecify.annotations.NullMarked;
