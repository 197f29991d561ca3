using Argus.Contracts.Datasets;

namespace Argus.Datasets.Store;

/// <summary>The predictions that days have taken. Each row of <c>user_styles</c> is taken by one day, and each accepted one by one month.</summary>
internal sealed class CandidateTable(DatasetsDatabase database)
{
    /// <summary>Takes for a day what was predicted on it, and what turned up late for a day that is complete already.</summary>
    public Task<int> TakeAsync(Period day, CancellationToken cancel) => database.ExecuteAsync(
        """
        INSERT INTO candidates (style_id, day, user_id, photo_key, predicted_class, confidence, created_at, state)
        SELECT s.id, $1, s.user_id, s.photo_key, s.predicted_class, s.confidence, s.created_at, 0
        FROM public.user_styles s
        WHERE s.created_at < $3
          AND (s.created_at >= $2 OR EXISTS (SELECT 1 FROM periods p WHERE p.flow = 'daily' AND p.date = (s.created_at AT TIME ZONE 'UTC')::date))
          AND NOT EXISTS (SELECT 1 FROM candidates c WHERE c.style_id = s.id)
        ON CONFLICT (style_id) DO NOTHING
        """,
        cancel,
        day.Date,
        day.Begin,
        day.End);

    /// <summary>Days on which something was predicted that no day has taken, up to one.</summary>
    public Task<List<DateOnly>> UntakenDaysAsync(Period last, CancellationToken cancel) => database.QueryAsync(
        """
        SELECT DISTINCT (s.created_at AT TIME ZONE 'UTC')::date FROM public.user_styles s
        WHERE s.created_at < $1 AND NOT EXISTS (SELECT 1 FROM candidates c WHERE c.style_id = s.id)
        """,
        row => row.GetFieldValue<DateOnly>(0),
        cancel,
        last.End);

    /// <summary>Days on which something was accepted that no month has taken, up to a month.</summary>
    public Task<List<DateOnly>> UntakenDecisionsAsync(Period last, CancellationToken cancel) => database.QueryAsync(
        "SELECT DISTINCT (decided_at AT TIME ZONE 'UTC')::date FROM candidates WHERE state = 2 AND month IS NULL AND decided_at < $1",
        row => row.GetFieldValue<DateOnly>(0),
        cancel,
        last.End);

    /// <summary>All of a day, by id.</summary>
    public Task<List<CandidateBody>> OfDayAsync(Period day, CancellationToken cancel) => database.QueryAsync(
        $"SELECT {Candidate.Columns} FROM candidates WHERE day = $1 ORDER BY style_id", Candidate.Read, cancel, day.Date);

    /// <summary>The photo was copied.</summary>
    public Task KeepAsync(long id, string key, string sha256, long bytes, CancellationToken cancel) => database.ExecuteAsync(
        "UPDATE candidates SET state = 1, key = $2, sha256 = $3, bytes = $4 WHERE style_id = $1 AND state IN (0, 1)", cancel, id, key, sha256, bytes);

    /// <summary>There is no photo that could be copied, or none any more; without effect on what was decided on.</summary>
    public Task SkipAsync(long id, string reason, CancellationToken cancel) => database.ExecuteAsync(
        "UPDATE candidates SET state = 4, reason = $2, key = NULL, sha256 = NULL, bytes = NULL WHERE style_id = $1 AND state IN (0, 1)", cancel, id, reason);

    /// <summary>Takes for a month what was accepted in it, and what was accepted before and not taken though its month is complete.</summary>
    public Task<int> TakeMonthAsync(Period month, CancellationToken cancel) => database.ExecuteAsync(
        """
        UPDATE candidates SET month = $1, month_class = class
        WHERE state = 2 AND month IS NULL AND decided_at < $3
          AND (decided_at >= $2 OR EXISTS (SELECT 1 FROM periods p WHERE p.flow = 'monthly' AND p.date = date_trunc('month', decided_at AT TIME ZONE 'UTC')::date))
        """,
        cancel,
        month.Date,
        month.Begin,
        month.End);

    /// <summary>All that a month has taken, by id, under the classes that they had then.</summary>
    public Task<List<CandidateBody>> OfMonthAsync(Period month, CancellationToken cancel) => database.QueryAsync(
        $"SELECT {Candidate.Columns.Replace(" class,", " month_class,", StringComparison.Ordinal)} FROM candidates WHERE month = $1 ORDER BY style_id", Candidate.Read, cancel, month.Date);

    /// <summary>All that was accepted before a moment, and is still; the last decided first.</summary>
    public Task<List<CandidateBody>> AcceptedBeforeAsync(DateTimeOffset end, CancellationToken cancel) => database.QueryAsync(
        $"SELECT {Candidate.Columns} FROM candidates WHERE state = 2 AND decided_at < $1 ORDER BY decided_at DESC, style_id DESC", Candidate.Read, cancel, end);

    /// <summary>One; null where there is none.</summary>
    public async Task<CandidateBody?> FindAsync(long id, CancellationToken cancel) =>
        (await database.QueryAsync($"SELECT {Candidate.Columns} FROM candidates WHERE style_id = $1", Candidate.Read, cancel, id)).SingleOrDefault();

    /// <summary>A page, by id.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancel">Breaks it off.</param>
    public Task<List<CandidateBody>> ListAsync(CandidateFilter filter, CancellationToken cancel) => database.QueryAsync(
        $"""
        SELECT {Candidate.Columns} FROM candidates
        WHERE style_id > $1 AND ($2::smallint IS NULL OR state = $2) AND ($3::date IS NULL OR day = $3) AND ($4::text IS NULL OR coalesce(class, predicted_class) = $4)
        ORDER BY style_id LIMIT $5
        """,
        Candidate.Read,
        cancel,
        filter.After,
        (short?)filter.State,
        filter.Day,
        filter.Class,
        filter.Limit);

    /// <summary>Records a decision; a later one takes the place of an earlier one.</summary>
    /// <returns>The candidate as it is now; null where it has no photo, or is not there.</returns>
    public async Task<CandidateBody?> DecideAsync(Decision decision, DateTimeOffset now, CancellationToken cancel) => (await database.QueryAsync(
        $"""
        UPDATE candidates SET state = $2, class = $3, reason = $4, decided_by = $5, decided_at = $6
        WHERE style_id = $1 AND state IN (1, 2, 3) RETURNING {Candidate.Columns}
        """,
        Candidate.Read,
        cancel,
        decision.Id,
        (short)decision.State,
        decision.Class,
        decision.Reason,
        decision.By,
        now)).SingleOrDefault();
}
