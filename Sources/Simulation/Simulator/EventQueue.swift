import Mentoring

/// What is going to happen, the earliest first; of two at the same moment the one that was put in first. A binary heap.
struct EventQueue<Event> {
  private var heap: [(at: Timestamp, number: Int, event: Event)] = []
  private var count = 0

  mutating func put(_ event: Event, at moment: Timestamp) {
    count += 1
    heap.append((moment, count, event))
    var place = heap.count - 1
    while place > 0, isEarlier(place, (place - 1) / 2) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func take() -> (at: Timestamp, event: Event)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return (first.at, first.event) }
    heap[0] = last
    var place = 0
    while true {
      let children = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
      guard let child = children.min(by: isEarlier), isEarlier(child, place) else { break }
      heap.swapAt(child, place)
      place = child
    }
    return (first.at, first.event)
  }

  private func isEarlier(_ a: Int, _ b: Int) -> Bool {
    (heap[a].at, heap[a].number) < (heap[b].at, heap[b].number)
  }
}
