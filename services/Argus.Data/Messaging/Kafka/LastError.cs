using Confluent.Kafka;

namespace Argus.Data.Messaging.Kafka;

/// <summary>The last error that the library told of by itself. What a call returns says only that no broker could be reached; why, such as a certificate or a password, is told beside it.</summary>
internal sealed class LastError
{
    private volatile Error? _error;

    /// <summary>Keeps it, unless it only says that all brokers are down: what was told before it says why.</summary>
    public void Set(Error error)
    {
        if (error.Code != ErrorCode.Local_AllBrokersDown)
            _error = error;
    }

    /// <summary>The reason of an error, with what lies behind it.</summary>
    public string Behind(Error error) => IsVague(error.Code) && _error is { } cause ? $"{error.Reason} ({cause.Reason})" : error.Reason;

    /// <summary>Whether an error says that no broker was reached, and not that one refused.</summary>
    public static bool IsVague(ErrorCode code) => code is ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_TimedOutQueue;
}
