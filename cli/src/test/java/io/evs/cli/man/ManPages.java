package io.evs.cli.man;

import io.evs.cli.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All manual pages, by the names of their files. */
final class ManPages {
  private ManPages() {}

  static Map<String, String> all() {
    Map<String, String> pages = new TreeMap<>();
    commands(Trees.spec(), pages);
    Properties meanings = new Properties();
    try (InputStream in = ManPages.class.getResourceAsStream("evs.yaml.properties")) {
      meanings.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pages.put("evs.yaml.5", ConfigPage.of(meanings));
    pages.put("evs-metrics.7", MetricsPage.of());
    pages.putAll(PageText.pages(resource("evs.7.txt")));
    pages.putAll(PageText.pages(resource("library.txt")));
    return pages;
  }

  private static void commands(CommandSpec spec, Map<String, String> pages) {
    pages.put(CommandPage.name(spec) + ".1", CommandPage.unmarked(CommandPage.of(spec)));
    for (CommandLine each : spec.subcommands().values()) {
      if (!each.getCommandSpec().usageMessage().hidden()) {
        commands(each.getCommandSpec(), pages);
      }
    }
  }

  private static String resource(String name) {
    try (InputStream in = ManPages.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
