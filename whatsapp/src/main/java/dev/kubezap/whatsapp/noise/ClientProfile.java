package dev.kubezap.whatsapp.noise;

import dev.kubezap.whatsapp.proto.ClientPayload;
import dev.kubezap.whatsapp.proto.ClientPayload.ConnectReason;
import dev.kubezap.whatsapp.proto.ClientPayload.ConnectType;
import dev.kubezap.whatsapp.proto.ClientPayload.UserAgent;
import dev.kubezap.whatsapp.proto.ClientPayload.WebInfo;
import dev.kubezap.whatsapp.proto.DeviceProps.PlatformType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the client says of itself at every connection.
 *
 * @param version of the web client
 * @param browser such as {@code Chrome}; decides on the picture in the phone's list of devices
 * @param operatingSystem such as {@code Linux}; the name in that list. A real one: the service
 *     refuses others when pairing by code
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

  /**
   * A profile from its display name.
   *
   * @param displayName {@code Browser (OS)}, such as {@code Chrome (Linux)}
   * @throws IllegalArgumentException for another form
   */
  public static ClientProfile of(ClientVersion version, String displayName) {
    Matcher parts = DISPLAY_NAME.matcher(displayName);
    if (!parts.matches() || displayName.length() > 100) {
      throw new IllegalArgumentException(
          "Not the name of a device: '"
              + displayName
              + "'. It has the form Browser (OS), such as Chrome (Linux)");
    }
    return new ClientProfile(version, parts.group(1), parts.group(2), "en", "US", false);
  }

  /** The name in the form that pairing by code sends: {@code Browser (OS)}. */
  public String displayName() {
    return browser + " (" + operatingSystem + ")";
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
    return of(new ClientVersion(2, 3000, 0), displayName).platformType().getNumber();
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
