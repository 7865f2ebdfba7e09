package org.plumbline.distill.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.run.ContentHash;
import org.plumbline.distill.corpus.Chapters;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.dedup.Candidate;
import org.plumbline.distill.dedup.Deduplication;
import org.plumbline.distill.dedup.Duplicate;
import org.plumbline.distill.dedup.NearPairs;
import org.plumbline.distill.filter.Checked;
import org.plumbline.distill.filter.Filter;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.text.CourseVocabulary;
import org.plumbline.distill.text.Script;

/**
 * Makes a corpus: joins, filters, chooses among answers, removes duplicates, keeps the later test
 * out, and splits. Each pair that goes is told of with its stage and reason.
 */
public final class CorpusBuild {
  private static final int ID_DIGITS = 16;

  /** People's questions are kept before teachers', teachers' before headings. */
  private static final List<String> PRECEDENCE =
      List.of(Provenance.HUMAN, Provenance.DISTILLED, Provenance.EXTRACTED);

  private final BuildInputs inputs;
  private final BuildOptions options;
  private final Optional<Deduplication.ByEmbedding> embedding;
  private final Map<String, Paragraph> paragraphs = new HashMap<>();
  private final List<Dropped> dropped = new ArrayList<>();
  private final Map<String, Integer> offered = new TreeMap<>();

  private CorpusBuild(
      BuildInputs inputs, BuildOptions options, Optional<Deduplication.ByEmbedding> embedding) {
    this.inputs = inputs;
    this.options = options;
    this.embedding = embedding;
    inputs.paragraphs().forEach(paragraph -> paragraphs.put(paragraph.id(), paragraph));
  }

  /**
   * Makes it.
   *
   * @param seeds of the split
   */
  public static Corpus of(BuildInputs inputs, BuildOptions options, Seeds seeds) {
    return of(inputs, options, Optional.empty(), seeds);
  }

  /**
   * Makes it.
   *
   * @param embedding by which duplicates are found, too
   * @param seeds of the split
   */
  public static Corpus of(
      BuildInputs inputs,
      BuildOptions options,
      Optional<Deduplication.ByEmbedding> embedding,
      Seeds seeds) {
    return new CorpusBuild(inputs, options, embedding).build(seeds);
  }

  private Corpus build(Seeds seeds) {
    List<CorpusItem> items = items();
    items.forEach(item -> offered.merge(item.provenance().source(), 1, Integer::sum));
    items = filtered(items);
    items = options.allAnswers() ? items : bestAnswers(items);
    items = distinct(items);
    items = keptOut(items);
    CorpusSplit split = CorpusSplit.of(items, options.shares(), options.near(), seeds);
    split
        .dropped()
        .forEach(item -> drop(item, "split", "near duplicate in a larger part", null, null, null));
    return new Corpus(split.parts(), List.copyOf(dropped), offered, split.groups());
  }

  private List<CorpusItem> items() {
    Chapters chapters = new Chapters(inputs.paragraphs());
    ItemKeys keys = new ItemKeys(chapters, inputs.translations());
    List<CorpusItem> items = humans();
    items.addAll(
        new DistilledPairs(inputs.questions(), inputs.scores(), keys, dropped::add)
            .join(inputs.answers()));
    if (inputs.extract()) {
      items.addAll(ExtractedPairs.of(inputs.paragraphs(), chapters, keys));
    }
    return items;
  }

  private List<CorpusItem> humans() {
    List<CorpusItem> items = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    inputs
        .humans()
        .forEach(
            (file, pairs) -> {
              for (HumanPair pair : pairs) {
                CorpusItem item = human(file, pair);
                if (ids.add(item.id())) {
                  items.add(item);
                } else {
                  drop(item, "duplicate", "the same pair twice", null, null, item.id());
                }
              }
            });
    return items;
  }

  /** What the two languages of an item have in common. */
  private static List<String> keys(HumanPair pair) {
    return pair.id().isEmpty() ? List.of() : List.of("item " + pair.id());
  }

  private static CorpusItem human(String file, HumanPair pair) {
    String hash = ContentHash.of(pair.question() + "\0" + pair.answer()).hex();
    return new CorpusItem(
        "h" + hash.substring(0, ID_DIGITS),
        pair.question(),
        pair.answer(),
        Script.of(pair.question()),
        new Provenance(
            Provenance.HUMAN,
            pair.id().isEmpty() ? file : file + "#" + pair.id(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        keys(pair));
  }

  private List<CorpusItem> filtered(List<CorpusItem> items) {
    CourseVocabulary course =
        new CourseVocabulary(inputs.paragraphs().stream().map(Paragraph::text).toList());
    List<Filter> filters = options.rules().filters(course, !inputs.paragraphs().isEmpty());
    List<Filter> ofExtracted = filters.stream().filter(CorpusBuild::concernsExtracted).toList();
    List<CorpusItem> kept = new ArrayList<>();
    for (CorpusItem item : items) {
      List<Filter> rules =
          switch (PRECEDENCE.indexOf(item.provenance().source())) {
            case 0 -> List.of();
            case 1 -> filters;
            default -> ofExtracted;
          };
      Optional<Filter.Rejection> rejection = Filter.first(rules, checked(item));
      rejection.ifPresentOrElse(
          why -> drop(item, "filter", why.filter(), why.value(), why.rule(), null),
          () -> kept.add(item));
    }
    return kept;
  }

  /** A heading is no question: of the rules, those about lengths alone concern it. */
  private static boolean concernsExtracted(Filter filter) {
    return filter instanceof Filter.Length;
  }

  private Checked checked(CorpusItem item) {
    @Nullable Paragraph paragraph =
        paragraphs.get(Objects.requireNonNullElse(item.provenance().paragraph(), ""));
    Double score = item.provenance().score();
    return new Checked(
        item.question(),
        item.answer(),
        paragraph == null ? item.language() : Script.of(paragraph.text()),
        paragraph == null ? null : paragraph.text(),
        score == null ? OptionalDouble.empty() : OptionalDouble.of(score));
  }

  /** Of several answers to a question the one with the best grade; of equal ones the first. */
  private List<CorpusItem> bestAnswers(List<CorpusItem> items) {
    Map<String, CorpusItem> best = new LinkedHashMap<>();
    for (CorpusItem item : items) {
      best.merge(subject(item), item, (first, next) -> grade(next) > grade(first) ? next : first);
    }
    for (CorpusItem item : items) {
      CorpusItem kept = best.get(subject(item));
      if (kept != null && !kept.id().equals(item.id())) {
        drop(item, "answers", "another answer is kept", null, null, kept.id());
      }
    }
    return List.copyOf(best.values());
  }

  private static double grade(CorpusItem item) {
    Double score = item.provenance().score();
    return score == null ? Double.NEGATIVE_INFINITY : score;
  }

  /** What the item is an answer to: several answers may have one subject. */
  private static String subject(CorpusItem item) {
    String question = item.provenance().questionId();
    return question == null ? item.id() : question;
  }

  private List<CorpusItem> distinct(List<CorpusItem> items) {
    Map<String, Candidate> asked = new LinkedHashMap<>();
    Map<String, Candidate> extracted = new LinkedHashMap<>();
    for (CorpusItem item : items) {
      boolean ofHeading = item.provenance().source().equals(Provenance.EXTRACTED);
      (ofHeading ? extracted : asked)
          .merge(
              subject(item),
              new Candidate(subject(item), item.comparedText(), rank(item)),
              (one, other) -> one.rank() <= other.rank() ? one : other);
    }
    Map<String, Duplicate> duplicates = new HashMap<>();
    for (Map<String, Candidate> candidates : List.of(asked, extracted)) {
      Deduplication.of(candidates.values(), options.duplicates(), embedding)
          .duplicates()
          .forEach(duplicate -> duplicates.put(duplicate.id(), duplicate));
    }
    return without(items, duplicates);
  }

  private List<CorpusItem> without(List<CorpusItem> items, Map<String, Duplicate> duplicates) {
    List<CorpusItem> kept = new ArrayList<>();
    for (CorpusItem item : items) {
      Duplicate duplicate = duplicates.get(subject(item));
      if (duplicate == null) {
        kept.add(item);
      } else {
        drop(
            item,
            "duplicate",
            duplicate.method().name().toLowerCase(Locale.ROOT),
            "%.3f".formatted(duplicate.similarity()),
            null,
            duplicate.kept());
      }
    }
    return kept;
  }

  /** Smaller is kept: by source, then by grade. Grades are far below a thousand. */
  private static double rank(CorpusItem item) {
    Double score = item.provenance().score();
    return 1000.0 * PRECEDENCE.indexOf(item.provenance().source()) - (score == null ? 0 : score);
  }

  private List<CorpusItem> keptOut(List<CorpusItem> items) {
    if (inputs.keepOut().isEmpty()) {
      return items;
    }
    List<String> texts = new ArrayList<>();
    inputs.keepOut().forEach(pair -> texts.add(pair.question()));
    int held = texts.size();
    items.forEach(item -> texts.add(item.question()));
    DisjointSets clusters = new DisjointSets(texts.size());
    NearPairs.of(texts, options.near())
        .forEach(pair -> clusters.union(pair.first(), pair.second()));
    Set<String> names = new HashSet<>();
    inputs.keepOut().forEach(pair -> names.addAll(keys(pair)));
    List<CorpusItem> kept = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      CorpusItem item = items.get(i);
      // The smallest number stands for a cluster, and held-out questions come first.
      if (clusters.find(held + i) < held) {
        drop(item, "keep-out", "like a held-out question", null, null, null);
      } else if (item.keys().stream().anyMatch(names::contains)) {
        drop(item, "keep-out", "a held-out item, perhaps in another language", null, null, null);
      } else {
        kept.add(item);
      }
    }
    return kept;
  }

  private void drop(
      CorpusItem item,
      String stage,
      String reason,
      @Nullable String value,
      @Nullable String rule,
      @Nullable String kept) {
    dropped.add(new Dropped(item.id(), item.question(), stage, reason, value, rule, kept));
  }
}
