package org.plumbline.lm.adapter;

import static org.plumbline.core.error.Require.require;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of a LoRA adapter.
 *
 * @param rank of the two factors
 * @param alpha their product is multiplied by alpha / rank
 * @param rankStabilised whether by alpha / sqrt(rank) instead, so that the scale of what is learnt
 *     does not fall with the rank (Kalajdzievski 2023)
 * @param dropout probability of zeroing a value of an adapter's input, in training only
 * @param targets the linear maps that it is laid over
 * @param layers numbers of the blocks that it is laid over; empty for all
 * @param savedModules further modules, by name or end of name, that are trained whole and kept with
 *     the adapter
 * @param rankPatterns other ranks for some modules: a regular expression that the end of a name
 *     matches, from a dot or its beginning on; the first that does counts
 * @param alphaPatterns other alphas, likewise
 */
public record LoraOptions(
    int rank,
    double alpha,
    boolean rankStabilised,
    double dropout,
    LoraTargets targets,
    List<Integer> layers,
    List<String> savedModules,
    Map<String, Integer> rankPatterns,
    Map<String, Double> alphaPatterns) {

  /**
   * Rank 8 and alpha 16 as in Hu et al. 2021 (appendix D, RoBERTa large), over all linear maps as
   * Dettmers et al. 2023 found best.
   */
  public static final LoraOptions DEFAULT = of(8, 16);

  /** The number of a block in the name of a module: the first part that is a number. */
  private static final Pattern LAYER = Pattern.compile("(?:^|\\.)(\\d+)(?:\\.|$)");

  public LoraOptions {
    layers = List.copyOf(layers);
    savedModules = List.copyOf(savedModules);
    rankPatterns = Collections.unmodifiableMap(new LinkedHashMap<>(rankPatterns));
    alphaPatterns = Collections.unmodifiableMap(new LinkedHashMap<>(alphaPatterns));
    require(rank > 0, "lora-rank must be positive (got %d); 8 is a good start", rank);
    require(
        Double.isFinite(alpha) && alpha != 0,
        "lora-alpha must be a number other than 0 (got %s); twice the rank is usual",
        alpha);
    require(dropout >= 0 && dropout < 1, "lora-dropout must lie in [0, 1) (got %s)", dropout);
    rankPatterns.forEach(
        (module, other) ->
            require(other > 0, "the rank for '%s' must be positive (got %d)", module, other));
  }

  /** An adapter of this rank and alpha over all linear maps, without dropout. */
  public static LoraOptions of(int rank, double alpha) {
    return new LoraOptions(
        rank,
        alpha,
        false,
        0,
        new LoraTargets.AllLinear(),
        List.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  /** The same with other targets. */
  public LoraOptions over(LoraTargets others) {
    return new LoraOptions(
        rank,
        alpha,
        rankStabilised,
        dropout,
        others,
        layers,
        savedModules,
        rankPatterns,
        alphaPatterns);
  }

  /** The same over the linear maps of these blocks only. */
  public LoraOptions within(List<Integer> blocks) {
    return new LoraOptions(
        rank,
        alpha,
        rankStabilised,
        dropout,
        targets,
        blocks,
        savedModules,
        rankPatterns,
        alphaPatterns);
  }

  /** Whether a linear map of this name gets an adapter. */
  public boolean covers(String module) {
    return targets.matches(module) && (layers.isEmpty() || layers.contains(layer(module)));
  }

  /** Whether a parameter of this name belongs to a module that is trained whole. */
  boolean saves(String parameter) {
    int end = parameter.lastIndexOf('.');
    return end > 0
        && savedModules.stream()
            .anyMatch(module -> ("." + parameter.substring(0, end)).endsWith("." + module));
  }

  /** The rank for a module. */
  public int rankOf(String module) {
    return first(rankPatterns, module, rank);
  }

  /** What the product of the factors is multiplied by for a module. */
  public double scaleOf(String module) {
    double ofModule = first(alphaPatterns, module, alpha);
    int r = rankOf(module);
    return ofModule / (rankStabilised ? Math.sqrt(r) : r);
  }

  private static <T> T first(Map<String, T> patterns, String module, T otherwise) {
    return patterns.entrySet().stream()
        .filter(entry -> Pattern.matches("(.*\\.)?(" + entry.getKey() + ")", module))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }

  private static int layer(String module) {
    Matcher matcher = LAYER.matcher(module);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
  }
}
