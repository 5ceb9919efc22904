/**
 * The page that {@code evs bench --report} writes: markup, plots made of inline SVG, and nothing
 * from elsewhere. It knows nothing of benches: {@code HtmlReport} fills it.
 */
package io.evs.cli.bench.report;
