package org.plumbline.core.report;

import static java.util.stream.Collectors.joining;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.plumbline.core.error.FailedException;

/** What every page carries inside it: style, scripts, the charting library and its notice. */
final class Assets {
  private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/";

  /** Our own scripts of a report on policies, in the order in which they run. */
  static final List<String> POLICIES =
      List.of(
          "page.js",
          "arms.js",
          "chart.js",
          "wiring.js",
          "curves.js",
          "trust.js",
          "samples.js",
          "start.js");

  /** Those of a report on trainings. */
  static final List<String> TRAININGS =
      List.of("page.js", "arms.js", "chart.js", "wiring.js", "training.js");

  /** Those of a {@link ChartPage}. */
  static final List<String> CHARTS = List.of("page.js", "chart.js", "figures.js");

  /**
   * A script that stands in the page.
   *
   * @param text its source, trusted
   */
  record Script(String text) {
    /** Its hash, by which the page's security policy knows it: nothing else can run. */
    String hash() {
      try {
        byte[] sha =
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(sha) + "'";
      } catch (NoSuchAlgorithmException e) {
        throw new FailedException("this JVM has no SHA-256", e);
      }
    }
  }

  private Assets() {}

  /** The page of a template, which may use others by name. */
  static Template template(String name) {
    return Mustache.compiler()
        .escapeHTML(true)
        .nullValue("")
        .withLoader(part -> new StringReader(read(part + ".mustache")))
        .compile(read(name + ".mustache"));
  }

  /** Only these scripts run, and nothing is fetched from anywhere. */
  static String policy(List<Script> scripts) {
    return "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'; script-src "
        + scripts.stream().map(Script::hash).collect(joining(" "));
  }

  static String style() {
    return read("page.css");
  }

  /** The charting library with its notice, then these of our own, as one. */
  static List<Script> scripts(List<String> names) {
    StringBuilder own = new StringBuilder("'use strict';\n");
    names.forEach(name -> own.append(read(name)).append('\n'));
    String notice = "/*!\n" + read(ECHARTS + "NOTICE").strip() + "\n*/\n";
    return List.of(
        new Script(notice + read(ECHARTS + "dist/echarts.min.js")), new Script(own.toString()));
  }

  private static String read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FailedException(
            "the class path lacks '%s', which a report needs; add the jar that holds it"
                .formatted(name));
      }
      // Carriage returns would not survive the page: a parser turns them into line feeds.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new FailedException(
          "cannot read '%s' from its jar: %s".formatted(name, e.getMessage()), e);
    }
  }
}
