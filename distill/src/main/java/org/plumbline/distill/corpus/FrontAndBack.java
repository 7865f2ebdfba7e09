package org.plumbline.distill.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.plumbline.distill.corpus.Block.Piece;
import org.plumbline.distill.corpus.Cleaned.Reason;

/**
 * Takes tables of contents and indexes out: by their title if most of their lines look so, and
 * lines with leaders and a page number wherever they stand together.
 */
final class FrontAndBack {
  private static final Pattern CONTENTS = Pattern.compile("(?i)(?:table of )?contents|目\\s*[录錄次]");
  private static final Pattern INDEX = Pattern.compile("(?i)(?:subject |general )?index|索\\s*引");
  private static final Pattern LEADER =
      Pattern.compile(".*(?:\\.{4,}|…{2,}|·{4,}|(?:\\. ){3,})\\s*[\\divxlc]+\\s*");
  private static final Pattern ENTRY =
      Pattern.compile(".*[\\s,，、.…·\\p{IsHan}]\\d{1,4}(?:[-–]\\d{1,4})?\\s*|.*]\\(#[^)]*\\)\\s*");

  /** The share of lines that must look so. */
  private static final double MOST = 0.6;

  private FrontAndBack() {}

  static List<Section> without(List<Section> sections, String source, Cleaned cleaned) {
    List<Section> result = new ArrayList<>();
    for (Section section : sections) {
      String title = section.path().isEmpty() ? "" : section.path().getLast().strip();
      boolean contents = CONTENTS.matcher(title).matches();
      boolean index = INDEX.matcher(title).matches();
      List<Piece> kept = new ArrayList<>();
      if ((contents || index) && looksSo(section.pieces(), source, ENTRY)) {
        Reason reason = contents ? Reason.CONTENTS : Reason.INDEX;
        section.pieces().forEach(piece -> cleaned.add(reason, piece.in(source)));
        continue;
      }
      for (Piece piece : section.pieces()) {
        boolean code = piece.kind() == BlockKind.CODE;
        if (!code && looksSo(List.of(piece), source, LEADER)) {
          cleaned.add(Reason.CONTENTS, piece.in(source));
        } else {
          kept.add(piece);
        }
      }
      if (!kept.isEmpty()) {
        result.add(new Section(section.path(), kept));
      }
    }
    return result;
  }

  private static boolean looksSo(List<Piece> pieces, String source, Pattern line) {
    long lines = 0;
    long alike = 0;
    for (Piece piece : pieces) {
      for (String one : piece.in(source).split("\n")) {
        lines += one.isBlank() ? 0 : 1;
        alike += line.matcher(one).matches() ? 1 : 0;
      }
    }
    return lines > 0 && alike >= MOST * lines;
  }
}
