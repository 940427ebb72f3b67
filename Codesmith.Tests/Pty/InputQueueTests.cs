using Codesmith.Worker.Pty;
using NUnit.Framework;

namespace Codesmith.Tests.Pty;

public sealed class InputQueueTests
{
    [Test]
    public void Bytes_ComeOutInOrderHoweverTheyWentInAndOut()
    {
        Random random = new(1);
        InputQueue queue = new(capacity: 1000);
        List<byte> added = [], taken = [];
        while (added.Count < 100_000)
        {
            byte[] part = new byte[random.Next(400)];
            random.NextBytes(part);
            if (queue.TryAdd(part))
                added.AddRange(part);
            TakeUpTo(queue, random.Next(400), taken);
        }
        while (queue.HasBytes)
            TakeUpTo(queue, 400, taken);
        Assert.That(taken, Is.EqualTo(added));
    }

    [Test]
    public void WhatDoesNotFit_IsRefusedWhole()
    {
        InputQueue queue = new(capacity: 10);
        Assert.That(queue.TryAdd(new byte[8]));
        Assert.That(queue.TryAdd(new byte[3]), Is.False);
        Assert.That(queue.TryAdd(new byte[2]));
        Assert.That(queue.TryAdd(new byte[1]), Is.False);
        Assert.That(queue.TryAdd([]));

        List<byte> taken = [];
        TakeUpTo(queue, 4, taken);
        Assert.That(queue.TryAdd(new byte[5]), Is.False);
        Assert.That(queue.TryAdd(new byte[4]));
    }

    [Test]
    public void TakerThatIsGone_EmptiesTheQueue()
    {
        InputQueue queue = new(capacity: 10);
        queue.TryAdd(new byte[10]);
        queue.Offer((ReadOnlySpan<byte> _, out int taken) =>
        {
            taken = 0;
            return false;
        });
        Assert.That(queue.HasBytes, Is.False);
    }

    [Test]
    public void ClosedQueue_HoldsAndTakesNothing()
    {
        InputQueue queue = new(capacity: 10);
        queue.TryAdd(new byte[5]);
        queue.Close();
        Assert.That(queue.HasBytes, Is.False);
        Assert.That(queue.TryAdd(new byte[1]), Is.False);
        queue.Offer((ReadOnlySpan<byte> _, out int _) => throw new AssertionException("nothing is there to offer"));
    }

    private static void TakeUpTo(InputQueue queue, int count, List<byte> into)
    {
        queue.Offer((ReadOnlySpan<byte> waiting, out int taken) =>
        {
            taken = Math.Min(count, waiting.Length);
            into.AddRange(waiting[..taken]);
            return true;
        });
    }
}
