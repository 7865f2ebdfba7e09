package org.plumbline.core.hub;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.core.file.FileNames;

/**
 * A model as a hub names it: {@code organisation/name}, and with {@code @revision} one version.
 *
 * @param revision a branch, a tag, or a commit's 40 hexadecimal digits
 */
public record HubModel(String organisation, String name, String revision) {
  /** The branch that is meant if none is named. */
  public static final String MAIN = "main";

  private static final String WORD = "[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,95})";
  private static final Pattern FORM =
      Pattern.compile("(%s)/(%s)(?:@([^@]+))?".formatted(WORD, WORD));
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  public HubModel {
    require(
        organisation.matches(WORD) && name.matches(WORD),
        "a model of a hub is ORGANISATION/NAME of letters, digits, '-', '_' and '.' (got '%s/%s')",
        organisation,
        name);
    // A revision becomes a file of the cache.
    require(
        Arrays.stream(revision.split("/", -1)).allMatch(part -> FileNames.isPlain(part)),
        "a revision is a branch, a tag or a commit (got '%s')",
        revision);
  }

  /**
   * The model that a word names.
   *
   * @throws org.plumbline.core.error.InvalidInputException if it has not this form
   */
  public static HubModel parse(String word) {
    Optional<HubModel> model = of(word);
    require(
        model.isPresent(),
        "a model of a hub is ORGANISATION/NAME, such as HuggingFaceTB/SmolLM2-135M-Instruct (got '%s')",
        word);
    return model.orElseThrow();
  }

  /** The model that a word may name; empty if it has another form, as most paths have. */
  public static Optional<HubModel> of(String word) {
    Matcher matcher = FORM.matcher(word);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String revision = matcher.group(3);
    return Optional.of(
        new HubModel(matcher.group(1), matcher.group(2), revision == null ? MAIN : revision));
  }

  /** The same model in another version. */
  public HubModel at(String other) {
    return new HubModel(organisation, name, other);
  }

  /** Whether the revision is a commit, which never becomes another one. */
  boolean isCommit() {
    return COMMIT.matcher(revision).matches();
  }

  static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /** Without the revision. */
  public String id() {
    return organisation + "/" + name;
  }

  /** As a user writes it. */
  @Override
  public String toString() {
    return revision.equals(MAIN) ? id() : id() + "@" + revision;
  }
}
