package dev.florin.sample.client;

/** A client that others use. */
public interface WrongClient {}
