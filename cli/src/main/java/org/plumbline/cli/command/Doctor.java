package org.plumbline.cli.command;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plumbline.bench.MatrixSpeed;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Version;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.run.Machine;
import org.plumbline.lm.tensor.NativeRuntime;

/** {@code plumb doctor}: what this machine offers, how fast it is, and what to change. */
public final class Doctor implements Command<Doctor.Options> {
  private static final long NEEDED_MEMORY = 4_000_000_000L;
  private static final long NEEDED_CACHE = 500_000_000L;
  private static final double SLOW_OPERATIONS = 2e10;

  /** It takes none. */
  public record Options() {}

  /**
   * What was found.
   *
   * @param facts in the order of the text
   * @param advice what to change; empty if nothing
   */
  record Findings(Map<String, String> facts, List<String> advice) {}

  @Override
  public Options defaults() {
    return new Options();
  }

  @Override
  public List<String> examples() {
    return List.of("", "--json");
  }

  @Override
  public void run(Options options, CommandContext context) {
    List<String> advice = new ArrayList<>();
    Plan facts = nativeLibraries(caches(machine(Plan.empty(), advice), advice), advice);
    facts = facts.with("materials", "%d embedded", context.sources().embedded().size());
    String verdict =
        advice.isEmpty() ? "nothing to change" : "to change:\n- " + String.join("\n- ", advice);
    context
        .console()
        .result(new Findings(facts.entries(), advice), facts.text() + "\n\n" + verdict);
    if (facts.entries().getOrDefault("native", "").startsWith("do not load")) {
      throw new FailedException("the native libraries do not load; without them no model runs");
    }
  }

  private static Plan machine(Plan facts, List<String> advice) {
    Machine here = Machine.here();
    if (here.memoryBytes() > 0 && here.memoryBytes() < NEEDED_MEMORY) {
      advice.add("the demo needs 4 GB of memory; close other programs, or use demo --quick");
    }
    if (!here.os().startsWith("Linux") || !here.os().contains("amd64")) {
      advice.add("Linux on x86-64 is what is tested; on other platforms expect missing libraries");
    }
    return facts
        .with("plumb", "%s", Version.plumbline())
        .with("Java", "%s, %s", here.jvm(), System.getProperty("java.home"))
        .with("system", "%s", here.os())
        .with("processors", "%d", here.processors())
        .with("memory", "%s, heap %s", gigabytes(here.memoryBytes()), gigabytes(here.heapBytes()));
  }

  private static Plan caches(Plan facts, List<String> advice) {
    Plan all = facts;
    String home = System.getProperty("user.home");
    for (Map.Entry<String, String> cache :
        Map.of(
                "cache of libtorch",
                System.getProperty("org.bytedeco.javacpp.cachedir", home + "/.javacpp/cache"),
                "cache of tokenizers",
                System.getProperty("DJL_CACHE_DIR", home + "/.djl.ai"))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .toList()) {
      all = all.with(cache.getKey(), "%s", cache(Path.of(cache.getValue()), advice));
    }
    return all;
  }

  private static String cache(Path folder, List<String> advice) {
    Path existing = folder;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isWritable(existing)) {
      advice.add("'%s' cannot be written; set PLUMB_CACHE to a folder that can".formatted(folder));
      return folder + ", not writable";
    }
    try {
      FileStore store = Files.getFileStore(existing);
      if (store.getUsableSpace() < NEEDED_CACHE && !Files.exists(folder)) {
        advice.add(
            "'%s' has room for %s only; 0.5 GB are unpacked there. Make room, or set PLUMB_CACHE"
                .formatted(folder, gigabytes(store.getUsableSpace())));
      }
      String state = Files.exists(folder) ? "in use" : "not yet filled";
      return "%s, %s, %s free".formatted(folder, state, gigabytes(store.getUsableSpace()));
    } catch (IOException e) {
      return folder + ", " + e.getMessage();
    }
  }

  private static Plan nativeLibraries(Plan facts, List<String> advice) {
    try {
      long start = System.nanoTime();
      String description = NativeRuntime.description();
      double loading = (System.nanoTime() - start) / 1e9;
      double speed = MatrixSpeed.measure(2.0);
      if (description.contains("openblas")) {
        advice.add("OpenBLAS is in use; with MKL on the class path training is faster");
      }
      if (speed < SLOW_OPERATIONS) {
        advice.add(
            "matrices are slow here; other programs may use the processors (try again), or --threads is low");
      }
      return facts
          .with("native", "%s, loaded in %.1f s", description, loading)
          .with(
              "speed",
              "%s",
              String.format(Locale.ROOT, "%.1f billion operations a second", speed / 1e9))
          .with("device", "CPU");
    } catch (FailedException e) {
      advice.add(e.getMessage());
      return facts.with("native", "do not load");
    }
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
