package io.evs.cli.bench.report;

/** A page that needs nothing but itself: its style is inside, and it has no scripts. */
public final class Page {
  private static final String STYLE =
      """
      :root { color-scheme: light dark;
        --ground: #ffffff; --ink: #1c2024; --faint: #667078; --rule: #dde1e4; --band: #f3f5f6;
        --c0: #0072b2; --c1: #d55e00; --c2: #008f6a; --c3: #b5589a; --c4: #9a7200; --c5: #2f8fc4;
        --c6: #6b5bd2; --c7: #6f777d; }
      @media (prefers-color-scheme: dark) { :root {
        --ground: #14181b; --ink: #e4e8ea; --faint: #9aa5ac; --rule: #30383d; --band: #1c2226;
        --c0: #4aa8e0; --c1: #f08b45; --c2: #35c49c; --c3: #e08cc8; --c4: #e0b840; --c5: #8fd0f5;
        --c6: #a698ff; --c7: #a9b2b8; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; background: var(--ground);
        color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
      h1 { margin: 0; font-size: 1.7rem; } h2 { margin: 2.5rem 0 .5rem; font-size: 1.2rem; }
      h3 { margin: 1.5rem 0 .25rem; font-size: 1rem; }
      p { margin: .4rem 0; max-width: 46rem; } .lead { color: var(--faint); max-width: none; }
      code, pre { font: .9em/1.5 ui-monospace, monospace; }
      pre { margin: .5rem 0; padding: .75rem 1rem; background: var(--band); border-radius: 4px;
        white-space: pre-wrap; overflow-wrap: anywhere; }
      dl.key { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem;
        margin: 1.25rem 0; }
      dl.key div { padding: .7rem .9rem; background: var(--band); border-radius: 4px; }
      dl.key dt { color: var(--faint); font-size: .85rem; }
      dl.key dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
      dl.key dd small { color: var(--faint); font-size: .8rem; }
      figure { margin: 1rem 0; break-inside: avoid; } figure svg[role] { display: block; width: 100%; height: auto; }
      figcaption { color: var(--faint); font-size: .875rem; }
      svg text { fill: var(--faint); font: 12px system-ui, sans-serif; }
      svg .rule { stroke: var(--rule); stroke-width: 1; } svg .band { fill: var(--band); } svg .gap { fill: none; }
      svg polyline { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
      svg circle { fill: currentColor; }
      .c0 { color: var(--c0); } .c1 { color: var(--c1); } .c2 { color: var(--c2); } .c3 { color: var(--c3); }
      .c4 { color: var(--c4); } .c5 { color: var(--c5); } .c6 { color: var(--c6); } .c7 { color: var(--c7); }
      polyline.d1 { stroke-dasharray: 7 4; } polyline.d2 { stroke-dasharray: 2 4; }
      ul.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: .2rem 0; padding: 0; list-style: none;
        font-size: .875rem; }
      ul.legend svg { width: 28px; height: 8px; margin-right: .4rem; }
      .wide { overflow-x: auto; }
      /* Figures do not wrap: from the left edge of the text they may go to that of the window. */
      .figures { width: max-content; max-width: min(100vw - 3.5rem, 50vw + 27rem); }
      table { border-collapse: collapse; font-size: .875rem; margin: .5rem 0; }
      th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
      thead th { vertical-align: bottom; font-weight: 600; } td.n { text-align: right; font-variant-numeric: tabular-nums; }
      table.facts th { font-weight: 400; color: var(--faint); white-space: nowrap; }
      table.facts td { overflow-wrap: anywhere; }
      @media print { :root { color-scheme: light; --ground: #fff; --ink: #000; --faint: #444; --rule: #ccc;
          --band: #f3f3f3; --c0: #0072b2; --c1: #d55e00; --c2: #008f6a; --c3: #b5589a; --c4: #9a7200;
          --c5: #2f8fc4; --c6: #6b5bd2; --c7: #6f777d; }
        body { max-width: none; padding: 0; font-size: 10pt; } table { font-size: 8pt; }
        .wide { overflow: visible; } .figures { width: auto; max-width: none; }
        th, td { padding: .15rem .35rem; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }
      """;

  private Page() {}

  /** The whole document. */
  public static String of(String title, String body) {
    Markup out = new Markup();
    out.raw("<!DOCTYPE html>\n");
    out.open("html", "lang", "en").open("head");
    out.empty("meta", "charset", "utf-8");
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    // Should anything from elsewhere ever get in here, it is not loaded.
    out.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    out.element("title", title);
    // No text of others is in it: it needs no escapes, and with them it would be no style sheet.
    out.open("style").raw("\n" + STYLE).close();
    out.close().open("body").raw(body).close().close();
    return out.toString();
  }
}
