package dev.kubezap.operator.settings;

/**
 * The certificate authorities that the default database's certificate must come from.
 *
 * @param file where the operator has them, as it is in the URL
 * @param pem their content
 */
public record DatabaseAuthorities(String file, String pem) {}
