package org.plumbline.distill;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.distill.corpus.Language;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.question.SeedPool;
import org.plumbline.distill.question.SeedQuestion;

/** Small textbooks for tests, made of a few words. */
public final class SmallBook {
  private static final List<String> ENGLISH =
      List.of(
          "The scheduler decides which process runs next on the processor.",
          "A page table maps virtual addresses to frames of physical memory.",
          "A file system keeps names, sizes and blocks of every file on the disk.",
          "Packets travel through routers that forward them by their addresses.");
  private static final List<String> CHINESE =
      List.of(
          "调度器决定下一个在处理器上运行的进程，时间片用完之后进程让出处理器。",
          "页表把虚拟地址映射到物理内存的页框，缺页时由内核把页面调入内存。",
          "文件系统记录磁盘上每个文件的名称、大小和所占的块，目录也是一种文件。",
          "路由器根据地址转发分组，分组在网络中逐跳传送，直到到达目的主机。");

  private SmallBook() {}

  /** So many paragraphs in chapters of three, all different. */
  public static List<Paragraph> english(int count) {
    return book("systems", "Chapter", ENGLISH, Language.EN, count);
  }

  /** The same in Chinese. */
  public static List<Paragraph> chinese(int count) {
    return book("系统", "第章", CHINESE, Language.ZH, count);
  }

  private static List<Paragraph> book(
      String book, String heading, List<String> texts, Language language, int count) {
    List<Paragraph> paragraphs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = "%s (%d)".formatted(texts.get(i % texts.size()), i);
      paragraphs.add(paragraph(book, heading + " " + (i / 3 + 1), i, text, language));
    }
    return paragraphs;
  }

  /** A paragraph of this text. */
  public static Paragraph paragraph(
      String book, String chapter, int offset, String text, Language language) {
    List<String> headings = List.of(chapter);
    return new Paragraph(
        Paragraph.id(book, headings, text, 0),
        book,
        headings,
        null,
        offset,
        offset + 1,
        text,
        language,
        List.of());
  }

  /** Seeds in both languages, 8 of each. */
  public static SeedPool seeds() {
    List<SeedQuestion> seeds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      seeds.add(new SeedQuestion("en" + i, "How does part " + i + " of a computer work?", null));
      seeds.add(new SeedQuestion("zh" + i, "计算机的第" + i + "个部件怎样工作？", null));
    }
    return new SeedPool(seeds);
  }
}
