package org.plumbline.distill.build;

import java.util.List;
import java.util.Map;
import org.plumbline.distill.step.StepRecord;

/**
 * What a data card tells besides the corpus itself.
 *
 * @param command that makes it again
 * @param version of Plumbline
 * @param seed of the split
 * @param inputs SHA-256 of each file, by its name
 * @param options of the build, by name
 * @param steps that asked teachers before
 */
public record CardFacts(
    String command,
    String version,
    long seed,
    Map<String, String> inputs,
    Map<String, String> options,
    List<StepRecord> steps) {}
