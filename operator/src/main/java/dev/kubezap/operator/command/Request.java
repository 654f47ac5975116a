package dev.kubezap.operator.command;

/**
 * A command that was asked for.
 *
 * @param command what
 * @param value the annotation's value, by which a repetition is told from what was done before
 */
public record Request(Command command, String value) {}
