package dev.kubezap.pod.ownership;

/**
 * The ownership that a process had before, and lost.
 *
 * @param commitNo number of the last commit that it knows to be stored
 */
public record FormerOwnership(Grant grant, long commitNo) {}
