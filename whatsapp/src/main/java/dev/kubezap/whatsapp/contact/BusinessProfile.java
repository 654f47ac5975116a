package dev.kubezap.whatsapp.contact;

import java.util.List;
import java.util.Optional;

/**
 * What a business says of itself.
 *
 * @param websites in the order in which it shows them
 * @param categories what kind of business it is, in words of the service
 * @param timezone of the hours, such as {@code Europe/Berlin}
 * @param hours when it is open, a day for each
 */
public record BusinessProfile(
    Optional<String> description,
    Optional<String> address,
    Optional<String> email,
    List<String> websites,
    List<String> categories,
    Optional<String> timezone,
    List<Hours> hours) {

  public BusinessProfile {
    websites = List.copyOf(websites);
    categories = List.copyOf(categories);
    hours = List.copyOf(hours);
  }

  /**
   * A day.
   *
   * @param day as the service names it: {@code mon}, {@code tue} ..
   * @param mode {@code specific_hours}, {@code open_24h} or {@code appointment_only}
   * @param opens minutes after midnight
   * @param closes minutes after midnight
   */
  public record Hours(String day, String mode, Optional<Integer> opens, Optional<Integer> closes) {}

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "BusinessProfile[]";
  }
}
