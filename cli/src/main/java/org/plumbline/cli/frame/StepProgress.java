package org.plumbline.cli.frame;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.loop.StepListener;

/** Progress of a training loop. */
final class StepProgress implements StepListener {
  private final CommandContext context;
  private final String what;
  private final Map<String, String> shown;
  private @Nullable Progress progress;
  private long resumedAt;

  StepProgress(CommandContext context, String what, Map<String, String> shown) {
    this.context = context;
    this.what = what;
    this.shown = shown;
  }

  @Override
  public void resumedAt(long step) {
    resumedAt = step;
    if (step > 0) {
      context.console().say("resumed after step %d", step);
    }
  }

  @Override
  public void afterStep(long step, long steps, Map<String, Double> metrics) {
    if (progress == null) {
      progress = context.progress(what, steps, "steps");
      progress.at(Math.max(resumedAt, step - 1), "");
    }
    progress.at(step, detail(metrics));
  }

  private String detail(Map<String, Double> metrics) {
    return shown.entrySet().stream()
        .filter(entry -> metrics.containsKey(entry.getKey()))
        .map(
            entry ->
                String.format(
                    Locale.ROOT, "%s %.4g", entry.getValue(), metrics.get(entry.getKey())))
        .collect(Collectors.joining("  "));
  }
}
