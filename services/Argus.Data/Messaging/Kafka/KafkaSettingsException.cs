namespace Argus.Data.Messaging.Kafka;

/// <summary>Kafka cannot be used with these settings, such as a certificate file that is none; the message says what is wrong.</summary>
public sealed class KafkaSettingsException(string message, Exception? inner = null) : ArgumentException(message, inner);
