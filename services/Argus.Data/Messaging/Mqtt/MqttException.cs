namespace Argus.Data.Messaging.Mqtt;

/// <summary>The broker refused, hung up, was silent or broke the protocol.</summary>
internal sealed class MqttException(string message) : Exception(message);
