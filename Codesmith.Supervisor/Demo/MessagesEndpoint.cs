using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Supervisor.Demo;

/// <summary>Answers <c>POST /v1/messages</c>: reads the request, chooses the reply, sends it as it is to be sent.</summary>
internal sealed class MessagesEndpoint(ScriptedModelOptions options, RequestLog requests, TimeProvider clock)
{
    private readonly SessionMemory _memory = new();

    public async Task AnswerAsync(HttpContext context)
    {
        MessagesRequest message;
        try
        {
            message = await MessagesRequest.ReadAsync(
                context.Request.Body, context.Request.Headers["x-claude-code-session-id"].ToString(), context.RequestAborted)
                .ConfigureAwait(false);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            requests.Add(context, message: null, ModelRequestKind.Other).Finish(ModelRequestEnd.Answered);
            await ModelErrors.Invalid(malformed.Message).WriteAsync(context).ConfigureAwait(false);
            return;
        }

        using (message)
            await AnswerAsync(context, message).ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context, MessagesRequest message)
    {
        var kind = SideRequest.KindOf(message);
        var request = requests.Add(context, message, kind);
        var end = ModelRequestEnd.ClientLeft;
        try
        {
            end = await ReplyAsync(context, message, kind).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left in the middle: that is recorded, and nobody is there to be told.
        }
        finally
        {
            request.Finish(end);
        }
    }

    private async Task<ModelRequestEnd> ReplyAsync(HttpContext context, MessagesRequest message, ModelRequestKind kind)
    {
        var modifiers = Modifiers.Read(kind == ModelRequestKind.Turn ? message.Prompt.Text : "", options);
        if (kind == ModelRequestKind.Compaction)
            _memory.ForgetUsage(message.Session);
        var (inputTokens, usedShares) = _memory.Update(message.Session, modifiers);
        var reply = kind == ModelRequestKind.Turn ? ChooseReply(message, modifiers) : SideRequest.Answer(kind);

        ReplyHeaders.AddTo(context.Response);
        if (modifiers.FirstPause > TimeSpan.Zero)
            await Task.Delay(modifiers.FirstPause, clock, context.RequestAborted).ConfigureAwait(false);
        switch (reply)
        {
            case Reply.Failure failure:
                foreach (var (name, value) in failure.Headers)
                    context.Response.Headers[name] = value;
                await failure.Error.WriteAsync(context).ConfigureAwait(false);
                return ModelRequestEnd.Answered;

            case Reply.Message content:
                if (usedShares is { } shares)
                    ReplyHeaders.AddUsedShares(context.Response, shares, clock.GetUtcNow());
                var envelope = new ReplyEnvelope(content, message.Model, inputTokens ?? options.InputTokens, context.Request.ContentLength ?? 0);
                return await SendAsync(context, content, envelope, message.Streams, modifiers).ConfigureAwait(false);

            default:
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, context.RequestAborted).ConfigureAwait(false);
                return ModelRequestEnd.ClientLeft;
        }
    }

    private Reply ChooseReply(MessagesRequest message, Modifiers modifiers)
    {
        var (scenario, argument) = ScenarioCatalogue.Choose(message.Prompt.Text);
        var tries = _memory.CountTry(message.Session, message.Prompt.Text);
        var reply = scenario.Answer(new Turn(message, argument, tries, clock.GetUtcNow()));
        return modifiers.Thinks && reply is Reply.Message spoken
            ? spoken with { Content = [new ContentBlock.Thinking("Thinking before the answer."), .. spoken.Content] }
            : reply;
    }

    private async Task<ModelRequestEnd> SendAsync(
        HttpContext context, Reply.Message reply, ReplyEnvelope envelope, bool streams, Modifiers modifiers)
    {
        if (!streams)
        {
            await ModelJson.WriteAsync(context, envelope.Whole()).ConfigureAwait(false);
            return ModelRequestEnd.Answered;
        }

        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        await new ReplyStream(context.Response.Body, modifiers, clock, context.RequestAborted)
            .SendAsync(reply, envelope).ConfigureAwait(false);
        if (reply.Ending != StreamEnding.ConnectionCut)
            return ModelRequestEnd.Answered;
        context.Abort();
        return ModelRequestEnd.Cut;
    }
}
