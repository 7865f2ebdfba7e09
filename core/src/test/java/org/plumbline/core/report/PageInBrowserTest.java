package org.plumbline.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a browser can tell; left out where there is none. */
@Tag("slow")
class PageInBrowserTest {

  /** Works the page's controls in a frame of 400 pixels and writes what it saw into the title. */
  private static final String VISITOR =
      """
      <!doctype html><iframe id="f" src="page.html" style="width:400px;height:3000px;border:0"></iframe>
      <script>
      const f = document.getElementById('f');
      const seen = [];
      f.onload = () => setTimeout(() => {
        const d = f.contentDocument, w = f.contentWindow;
        w.addEventListener('error', e => seen.push('error ' + e.message));
        const say = (name, value) => seen.push(name + '=' + value);
        const change = (id, set) => { const e = d.getElementById(id); set(e); e.dispatchEvent(new Event('change')); e.dispatchEvent(new Event('input')); };
        say('charts', [...d.querySelectorAll('.chart')].filter(c => c.querySelector('svg path')).length);
        say('rows', d.querySelectorAll('.row').length);
        change('sqrt', e => e.checked = true);
        change('sample-choice', e => e.value = 'best');
        say('all', d.querySelectorAll('.row').length);
        change('sample-filter', e => e.value = 'no such text anywhere');
        say('none', d.querySelectorAll('.row').length);
        change('sample-filter', e => e.value = '');
        const step = d.getElementById('sample-step');
        for (const sign of d.querySelectorAll('#chart-curves svg path')) {
          const at = sign.getBoundingClientRect();
          if (at.width > 20 || step.value !== '240') continue;
          const where = {bubbles: true, clientX: at.x + at.width / 2, clientY: at.y + at.height / 2, view: w};
          ['mousemove', 'mousedown', 'mouseup', 'click'].forEach(type => sign.dispatchEvent(new w.MouseEvent(type, where)));
        }
        say('clicked', step.value);
        const cards = d.querySelectorAll('.row:first-child .text-card').length;
        const box = d.querySelector('[data-arm]');
        box.checked = false;
        box.dispatchEvent(new Event('change'));
        say('fewer', cards - d.querySelectorAll('.row:first-child .text-card').length);
        say('wide', d.scrollingElement.scrollWidth);
        const over = [...d.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 401 && !e.closest('.scroll, svg'));
        if (over.length) say('over', over.slice(0, 4).map(e => e.tagName + '#' + e.id + '.' + e.className).join('|'));
        say('scripts', d.querySelectorAll('script').length);
        say('images', d.querySelectorAll('img').length);
        document.title = 'seen ' + seen.join(' ');
      }, 500);
      </script>
      """;

  @TempDir Path folder;

  @Test
  void theControlsWorkAndThePageFitsIntoFourHundredPixels() throws Exception {
    String seen = visit(ReportWriter.html(ExampleReport.of(1)));
    assertEquals(
        "charts=11 rows=3 all=10 none=0 clicked=80 fewer=1 wide=400 scripts=3 images=0", seen);
  }

  @Test
  void hostileTextNeitherRunsNorWidensThePage() throws Exception {
    String seen = visit(ReportWriter.html(HostileReport.of()));
    assertTrue(seen.contains("wide=400 scripts=3 images=0"), seen);
    assertTrue(!seen.contains("error"), seen);
  }

  private String visit(String html) throws IOException, InterruptedException {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "no Chromium on the path");
    Files.writeString(folder.resolve("page.html"), html);
    Path visitor = folder.resolve("visitor.html");
    Files.writeString(visitor, VISITOR);
    Path dump = folder.resolve("dump.html");
    Process process =
        new ProcessBuilder(
                browser.orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--allow-file-access-from-files",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=8000",
                "--dump-dom",
                visitor.toUri().toString())
            .redirectOutput(dump.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(process.waitFor(90, TimeUnit.SECONDS), "the browser did not end");
    } finally {
      process.destroyForcibly();
    }
    Matcher title = Pattern.compile("<title>seen (.*?)</title>").matcher(Files.readString(dump));
    assertTrue(title.find(), "the visitor saw nothing");
    return title.group(1);
  }

  private static Optional<Path> browser() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(
            folder ->
                List.of("chromium", "chromium-browser", "google-chrome").stream()
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
