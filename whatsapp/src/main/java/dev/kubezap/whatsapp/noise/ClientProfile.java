package dev.kubezap.whatsapp.noise;

import dev.kubezap.whatsapp.proto.ClientPayload;
import dev.kubezap.whatsapp.proto.ClientPayload.ConnectReason;
import dev.kubezap.whatsapp.proto.ClientPayload.ConnectType;
import dev.kubezap.whatsapp.proto.ClientPayload.UserAgent;
import dev.kubezap.whatsapp.proto.ClientPayload.WebInfo;
import dev.kubezap.whatsapp.proto.DeviceProps.PlatformType;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the client says of itself at every connection.
 *
 * @param version of the web client
 * @param browser such as {@code Chrome}; decides on the picture in the phone's list of devices
 * @param operatingSystem such as {@code Linux}, or a name of the user's own; the name in that list
 * @param language ISO 639-1, such as {@code en}
 * @param country ISO 3166-1 alpha-2, such as {@code US}
 * @param wholeHistory whether the phone is asked to tell a year, which it does for desktops alone
 *     (PROTOCOL-2026 4)
 */
public record ClientProfile(
    ClientVersion version,
    String browser,
    String operatingSystem,
    String language,
    String country,
    boolean wholeHistory) {

  private static final Pattern DISPLAY_NAME = Pattern.compile("([^()]+) \\(([^()]+)\\)");
  private static final int LONGEST_NAME = 100;
  private static final ClientVersion ANY_VERSION = new ClientVersion(2, 3000, 0);

  /** The systems that the service takes for real ones when pairing by code (PROTOCOL-2026 2). */
  private static final Set<String> REAL_SYSTEMS =
      Set.of("Windows", "Mac OS", "Linux", "Ubuntu", "Android", "iOS");

  /**
   * A profile from its display name.
   *
   * @param displayName {@code Browser (OS)}, such as {@code Chrome (Linux)}, or a name of the
   *     user's own, which the phone lists as it stands; 1 to 100 characters
   * @throws IllegalArgumentException for an empty or longer name, or one with control characters
   */
  public static ClientProfile of(ClientVersion version, String displayName) {
    if (displayName.isBlank()
        || displayName.length() > LONGEST_NAME
        || displayName.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "Not the name of a device: '"
              + displayName
              + "'. It has 1 to 100 characters and no line break, such as Chrome (Linux)");
    }
    Matcher parts = DISPLAY_NAME.matcher(displayName);
    return parts.matches()
        ? new ClientProfile(version, parts.group(1), parts.group(2), "en", "US", false)
        : new ClientProfile(version, "Chrome", displayName, "en", "US", false);
  }

  /**
   * The name that pairing by code sends, {@code Browser (OS)}. The service refuses a system that
   * does not exist there, so that Linux stands for a name of the user's own.
   *
   * @param displayName as in {@link #of}
   */
  public static String linkCodeName(String displayName) {
    ClientProfile profile = of(ANY_VERSION, displayName);
    String system = profile.operatingSystem;
    String browser = profile.platformType() == PlatformType.CHROME ? "Chrome" : profile.browser;
    return browser + " (" + (REAL_SYSTEMS.contains(system) ? system : "Linux") + ")";
  }

  /** The same profile under another version. */
  public ClientProfile withVersion(ClientVersion other) {
    return new ClientProfile(other, browser, operatingSystem, language, country, wholeHistory);
  }

  /** The same profile, for which the phone tells a year of its history or what it usually does. */
  public ClientProfile telling(boolean wholeOne) {
    return new ClientProfile(version, browser, operatingSystem, language, country, wholeOne);
  }

  /** The number of {@link #platformType}, as it goes into what a phone signs. */
  public static int platformNumber(String displayName) {
    return of(ANY_VERSION, displayName).platformType().getNumber();
  }

  /** The kind of device that the phone shows; Chrome for browsers that it has no picture of. */
  PlatformType platformType() {
    if (wholeHistory) {
      return PlatformType.UWP;
    }
    return switch (browser.toLowerCase(Locale.ROOT)) {
      case "firefox" -> PlatformType.FIREFOX;
      case "edge" -> PlatformType.EDGE;
      case "safari" -> PlatformType.SAFARI;
      case "opera" -> PlatformType.OPERA;
      case "desktop" -> PlatformType.DESKTOP;
      default -> PlatformType.CHROME;
    };
  }

  /** The part of the payload that registration and login share. */
  ClientPayload.Builder payload() {
    return ClientPayload.newBuilder()
        .setConnectType(ConnectType.WIFI_UNKNOWN)
        .setConnectReason(ConnectReason.USER_ACTIVATED)
        .setUserAgent(
            UserAgent.newBuilder()
                .setPlatform(UserAgent.Platform.WEB)
                .setAppVersion(
                    UserAgent.AppVersion.newBuilder()
                        .setPrimary(version.primary())
                        .setSecondary(version.secondary())
                        .setTertiary(version.tertiary()))
                .setMcc("000")
                .setMnc("000")
                .setOsVersion("0.1")
                .setDevice("Desktop")
                .setOsBuildNumber("0.1")
                .setReleaseChannel(UserAgent.ReleaseChannel.RELEASE)
                .setLocaleLanguageIso6391(language)
                .setLocaleCountryIso31661Alpha2(country))
        .setWebInfo(
            WebInfo.newBuilder()
                .setWebSubPlatform(
                    wholeHistory
                        ? WebInfo.WebSubPlatform.WIN_HYBRID
                        : WebInfo.WebSubPlatform.WEB_BROWSER));
  }
}
