package dev.kubezap.simulator.group;

/**
 * What a group says of itself.
 *
 * @param subject its name
 * @param subjectBy phone number of who set it
 * @param subjectAt seconds since 1970
 * @param description empty for none
 * @param descriptionId names this version of the description; empty for none
 * @param descriptionBy phone number of who set it; empty for none
 * @param descriptionAt seconds since 1970
 */
public record GroupTexts(
    String subject,
    String subjectBy,
    long subjectAt,
    String description,
    String descriptionId,
    String descriptionBy,
    long descriptionAt) {
  static GroupTexts of(String subject, String by, long at) {
    return new GroupTexts(subject, by, at, "", "", "", 0);
  }

  GroupTexts subject(String text, String by, long at) {
    return new GroupTexts(text, by, at, description, descriptionId, descriptionBy, descriptionAt);
  }

  GroupTexts description(String text, String id, String by, long at) {
    return new GroupTexts(subject, subjectBy, subjectAt, text, id, by, at);
  }
}
