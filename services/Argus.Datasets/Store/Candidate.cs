using Argus.Contracts.Datasets;
using Npgsql;

namespace Argus.Datasets.Store;

/// <summary>Reads rows of the table of candidates.</summary>
internal static class Candidate
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "style_id, day, user_id, photo_key, predicted_class, confidence, created_at, state, reason, key, sha256, bytes, class, decided_by, decided_at, month";

    /// <summary>Reads one.</summary>
    public static CandidateBody Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Day = row.GetFieldValue<DateOnly>(1),
        UserId = row.GetString(2),
        PhotoKey = row.GetString(3),
        PredictedClass = row.GetString(4),
        Confidence = row.GetFloat(5),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(6),
        State = (CandidateState)row.GetInt16(7),
        Reason = Text(row, 8),
        Key = Text(row, 9),
        Sha256 = Text(row, 10),
        Bytes = row.IsDBNull(11) ? null : row.GetInt64(11),
        Class = Text(row, 12),
        DecidedBy = Text(row, 13),
        DecidedAt = row.IsDBNull(14) ? null : row.GetFieldValue<DateTimeOffset>(14),
        Month = row.IsDBNull(15) ? null : row.GetFieldValue<DateOnly>(15),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
