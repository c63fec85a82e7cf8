package dev.florin.sandbox.callback;

/**
 * One delivery to come.
 *
 * @param id the row's
 * @param messageId what the receiver tells repetitions by
 * @param body what is sent, byte for byte, at each try
 * @param tries how often it has been tried, this time included
 */
record Callback(long id, String messageId, String body, int tries) {}
