package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.util.List;

/**
 * The same prompt and seed, completed by the initial policy and by each arm.
 *
 * @param step of the arms' training at which these texts were drawn
 * @param prompt what all of them saw
 * @param seed of the drawing, the same for all
 * @param texts the initial policy's first
 */
public record SampleRow(int step, String prompt, long seed, List<Sample> texts) {

  public SampleRow {
    texts = List.copyOf(texts);
    require(
        texts.stream().map(Sample::arm).distinct().count() == texts.size(),
        "a row of samples holds one text of each arm (prompt '%s' has an arm twice)",
        prompt);
  }
}
