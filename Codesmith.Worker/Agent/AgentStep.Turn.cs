using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>From an accepted prompt to the end of its turn, and the texts in between.</summary>
internal sealed partial class AgentStep
{
    private void BeginTurn(string? promptId)
    {
        if (_state.Turn is null || promptId is not null)
            Emit(new PromptAccepted(promptId));
        // A prompt that is taken while a turn runs belongs to it.
        _state = _state with { Turn = (_state.Turn ?? new TurnProgress()) with { Stopped = false, Recorded = false } };
        // Work that the status never knew of ends without another sign.
        if (promptId is null && _state.Run?.Kind == RunKind.Idle)
            SetTimer(AgentTimer.RestWithoutStop, AgentLimits.RestWithoutStop);
    }

    /// <summary>Signs of work open a turn that nobody asked for, and take back a Stop that was not the end.</summary>
    private void EnsureTurn()
    {
        if (_state.Turn is null)
            BeginTurn(null);
        else if (_state.Turn.Stopped)
            ChangeTurn(turn => turn with { Stopped = false, Recorded = false });
    }

    private void ChangeTurn(Func<TurnProgress, TurnProgress> change) =>
        _state = _state with { Turn = change(_state.Turn!) };

    private void OnMessageDisplay(HookEvent.MessageDisplay display)
    {
        if (_state.Turn is null && IsOfTheLastTurn(display))
            return;
        if (_state.Turn is null)
            BeginTurn(null);
        if (_state.Turn!.LiveTextId is { } last && last != display.MessageId)
            Doubt(last);
        var (texts, delta) = _state.Turn.Texts.Add(display.MessageId, display.Index, display.Delta);
        ChangeTurn(turn => turn with { Texts = texts, LiveTextId = display.MessageId });
        if (delta.Length > 0)
            Emit(new TextStreamed(display.MessageId, delta));
        if (display.Final)
        {
            ChangeTurn(turn => turn with { TextWhole = true });
            TellHeld();
        }
    }

    /// <summary>The last piece of a text, or its only one, may come after the Stop of its turn, and after its record.</summary>
    private bool IsOfTheLastTurn(HookEvent.MessageDisplay display)
    {
        if (_state.LastTexts.Has(display.MessageId))
            return true;
        var (texts, _) = _state.LastTexts.Add(display.MessageId, display.Index, display.Delta);
        if (!texts.IsRecorded(display.MessageId))
            return false;
        _state = _state with { LastTexts = texts };
        return true;
    }

    /// <summary>
    /// Two texts without a tool in between: either the stream of the first broke and the agent asked again, or the model
    /// stopped short and was told to go on.
    /// </summary>
    private void Doubt(string id)
    {
        ChangeTurn(turn => turn with { Doubtful = turn.Doubtful.Add(id) });
        SetTimer(AgentTimer.Doubt, AgentLimits.Doubt);
    }

    private void WithdrawDoubtful()
    {
        if (_state.Turn is null or { Doubtful.IsEmpty: true })
            return;
        foreach (var id in _state.Turn.Doubtful)
        {
            var (texts, withdrawn) = _state.Turn.Texts.Withdraw(id);
            ChangeTurn(turn => turn with { Texts = texts });
            if (withdrawn)
                Emit(new TextCompleted(id, ""));
        }
        ChangeTurn(turn => turn with { Doubtful = [] });
        CancelTimer(AgentTimer.Doubt);
    }

    private void OnRecordedText(string text)
    {
        var (texts, id) = (_state.Turn?.Texts ?? _state.LastTexts).Record(text);
        // The record is in order: what came before this and is not in it will not be.
        if (id is not null && _state.Turn?.Doubtful.Contains(id) is false)
        {
            WithdrawDoubtful();
            (texts, id) = _state.Turn.Texts.Record(text);
        }
        var overtakes = id is null;
        foreach (var piece in EventPieces(text))
        {
            Emit(new TextCompleted(id ?? NewId("text"), piece));
            id = null;
        }

        if (_state.Turn is null)
        {
            _state = _state with { LastTexts = texts };
            return;
        }

        ChangeTurn(turn => turn with { Texts = texts, TextWhole = turn.TextWhole || overtakes });
        if (overtakes)
            TellHeld();
    }

    /// <summary>A text that is too long for one event, cut at the ends of lines where it has such.</summary>
    private static IEnumerable<string> EventPieces(string text)
    {
        var start = 0;
        while (text.Length - start > WireLimits.EventText)
        {
            var length = text.AsSpan(start, WireLimits.EventText).LastIndexOf('\n') + 1;
            if (length == 0)
                length = WireLimits.EventText - (char.IsHighSurrogate(text[start + WireLimits.EventText - 1]) ? 1 : 0);
            yield return text.Substring(start, length);
            start += length;
        }

        yield return text[start..];
    }

    private void OnStop(HookEvent.Stop stop)
    {
        if (_state.Turn is null)
            return;
        // The end of the record is written after this: one that was read before it is of a prompt before the last.
        ChangeTurn(turn => turn with { Stopped = true, Recorded = false, LastText = stop.LastText });
        SetTimer(AgentTimer.TurnRecord, AgentLimits.TurnRecord);
        CloseTurnIfOver();
    }

    private void OnStopFailure(HookEvent.StopFailure failure)
    {
        if (_state.Turn is null)
            BeginTurn(null);
        ChangeTurn(turn => turn with { Failure = failure });
        SetTimer(AgentTimer.TurnRecord, AgentLimits.TurnRecord);
        CloseTurnIfOver();
    }

    private void OnRest()
    {
        _state = _state with { InterruptTries = 0 };
        if (_state.Turn is { Stopped: false, Failure: null })
            SetTimer(AgentTimer.RestWithoutStop, AgentLimits.RestWithoutStop);
        CloseTurnIfOver();
        CompleteCommandIfOver();
    }

    private void CloseTurnIfOver()
    {
        if (_state.Run?.Kind != RunKind.Idle)
            return;
        switch (_state.Turn)
        {
            case { Failure: { } failure }:
                CloseTurn(new TurnEnded(TurnOutcome.Failed, failure.Error, FailureLine(failure)));
                break;
            case { Interrupted: true }:
                CloseTurn(new TurnEnded(TurnOutcome.Interrupted));
                break;
            case { Stopped: true, Recorded: true }:
                CloseTurn(new TurnEnded(TurnOutcome.Completed));
                break;
        }
    }

    private void OnTurnRecordLate()
    {
        if (_state.Turn is { Failure: { } failure })
        {
            CloseTurn(new TurnEnded(TurnOutcome.Failed, failure.Error, FailureLine(failure)));
        }
        else if (_state.Turn is { Stopped: true } turn)
        {
            Diagnose("turn-record-late", $"recorded: {turn.Recorded}, status: {_state.Run?.Kind}");
            TellLastText();
            CloseTurn(new TurnEnded(TurnOutcome.Completed));
        }
    }

    /// <summary>Where the record is late, the word of the Stop hook stands in for it.</summary>
    private void TellLastText()
    {
        if (_state.Turn!.LastText is not { } text || string.IsNullOrWhiteSpace(text))
            return;
        var (texts, id) = _state.Turn.Texts.StandIn(text, NewId("text"));
        ChangeTurn(turn => turn with { Texts = texts });
        if (id is not null)
            Emit(new TextCompleted(id, EventPieces(text).First()));
    }

    private void OnRestWithoutStop()
    {
        if (_state.Run?.Kind == RunKind.Idle && _state.Turn is { Stopped: false, Failure: null })
            CloseTurn(new TurnEnded(TurnOutcome.Interrupted));
    }

    private void CloseTurn(TurnEnded end)
    {
        TellHeld();
        var turn = _state.Turn!;
        foreach (var (toolId, _) in turn.Tools.Where(tool => tool.Value))
            Emit(new ToolEnded(toolId, ToolOutcome.Interrupted, null, null));
        // The record is complete: what it does not have was a stream that broke and was begun anew.
        if (turn.Recorded)
        {
            foreach (var id in turn.Texts.Unrecorded)
                Emit(new TextCompleted(id, ""));
        }

        CancelTimer(AgentTimer.TurnRecord);
        CancelTimer(AgentTimer.RestWithoutStop);
        CancelTimer(AgentTimer.ScreenAtRest);
        CancelTimer(AgentTimer.Doubt);
        var boxRows = end.Outcome == TurnOutcome.Interrupted ? _state.BoxRows : 1;
        _state = _state with { Turn = null, LastTexts = turn.Texts, BoxRows = boxRows };
        CloseQuestions();
        Emit(end);
        ContinueTyping();
    }

    private static string FailureLine(HookEvent.StopFailure failure) =>
        string.IsNullOrWhiteSpace(failure.Message)
            ? $"Claude Code reports: {failure.Error}"
            : ToolSummary.OneLine(failure.Message);
}
