internal import CSQLite
internal import Glibc

/// SQLite's own file system with a `FaultyDisk` between it and SQLite (https://sqlite.org/vfs.html, read 2026-11-26).
extension FaultyDisk {
  /// The registered file system; it goes with the disk, which its connections keep alive.
  ///
  /// Sendable: written in `init` and `serve`, before anybody else knows of it; SQLite only reads it.
  final class Registration: @unchecked Sendable {
    private let system: UnsafeMutablePointer<sqlite3_vfs>
    private let name: UnsafeMutablePointer<CChar>

    init(_ name: String) throws(SQLiteError) {
      guard let real = realSystem, let copy = strdup(name) else {
        throw SQLiteError(.error, "no file system “unix”", attempted: "set up a faulty disk")
      }
      self.name = copy
      system = .allocate(capacity: 1)
      system.initialize(to: real.pointee)
      system.pointee.pNext = nil
      system.pointee.zName = UnsafePointer(copy)
      system.pointee.szOsFile = Int32(MemoryLayout<OpenFile>.stride) + real.pointee.szOsFile
      system.pointee.xOpen = openFile
      system.pointee.xDelete = deleteFile
    }

    /// - Parameter disk: outlives this.
    func serve(_ disk: FaultyDisk) {
      system.pointee.pAppData = Unmanaged.passUnretained(disk).toOpaque()
      sqlite3_vfs_register(system, 0)
    }

    deinit {
      sqlite3_vfs_unregister(system)
      system.deallocate()
      free(name)
    }
  }
}

/// What SQLite takes for its file: behind it in the same memory lies the real one.
private struct OpenFile {
  var base: sqlite3_file
  var disk: Unmanaged<FaultyDisk>
  /// Its number on the disk.
  var number: Int
  /// Why a write was refused last, as the system numbers reasons; 0 for none.
  var reason: Int32 = 0
}

private typealias FilePointer = UnsafeMutablePointer<sqlite3_file>

private var realSystem: UnsafeMutablePointer<sqlite3_vfs>? { sqlite3_vfs_find("unix") }

private func real(_ file: FilePointer) -> FilePointer {
  (UnsafeMutableRawPointer(file) + MemoryLayout<OpenFile>.stride).assumingMemoryBound(to: sqlite3_file.self)
}

private func outer(_ file: FilePointer) -> UnsafeMutablePointer<OpenFile> {
  UnsafeMutableRawPointer(file).assumingMemoryBound(to: OpenFile.self)
}

/// Lets the real file do something, if its file system knows how.
private func forward(_ file: FilePointer?, _ call: (sqlite3_io_methods, FilePointer) -> Int32?) -> Int32 {
  guard let file, let methods = real(file).pointee.pMethods else { return SQLITE_IOERR }
  return call(methods.pointee, real(file)) ?? SQLITE_IOERR
}

/// Asks the disk first. What is done is noted in its history by `event`.
private func judged(
  _ file: FilePointer?, _ operation: FaultyDisk.Operation, event: ((String) -> DiskHistory.Event)? = nil,
  refused: ((String) -> DiskHistory.Event)? = nil, _ call: (sqlite3_io_methods, FilePointer) -> Int32?
) -> Int32 {
  guard let file else { return SQLITE_IOERR }
  let disk = outer(file).pointee.disk.takeUnretainedValue()
  let path = disk.path(of: outer(file).pointee.number)
  switch disk.verdict(operation, path) {
  case .refuse(let code):
    if let refused { disk.note(refused(path)) }
    return code.rawValue
  case .refuseWrite(let reason):
    outer(file).pointee.reason = reason
    return SQLiteError.Code.ioErrorOnWrite.rawValue
  case .forget: return SQLITE_OK
  case .obey, .delay:
    let result = forward(file, call)
    if result == SQLITE_OK, let event, disk.keepsHistory { disk.note(event(path)) }
    return result
  }
}

private let openFile:
  @convention(c) (
    UnsafeMutablePointer<sqlite3_vfs>?, sqlite3_filename?, FilePointer?, Int32, UnsafeMutablePointer<Int32>?
  )
    -> Int32 = { system, name, file, flags, outFlags in
      guard let real = realSystem, let file, let data = system?.pointee.pAppData else { return SQLITE_ERROR }
      let disk = Unmanaged<FaultyDisk>.fromOpaque(data)
      let path = name.map { String(cString: $0) } ?? ""
      let before = disk.takeUnretainedValue().keepsHistory ? contents(of: path) : []
      // Set only where opening went well: otherwise SQLite would close it.
      file.pointee.pMethods = nil
      let inner = (UnsafeMutableRawPointer(file) + MemoryLayout<OpenFile>.stride).assumingMemoryBound(
        to: sqlite3_file.self)
      let result = real.pointee.xOpen?(real, name, inner, flags, outFlags) ?? SQLITE_ERROR
      guard result == SQLITE_OK else { return result }
      let (owner, isNew) = (disk.takeUnretainedValue(), !disk.takeUnretainedValue().knows(path))
      outer(file).initialize(
        to: OpenFile(base: sqlite3_file(pMethods: fileMethods), disk: disk, number: owner.number(of: path)))
      if isNew { owner.note(.found(path, before)) }
      return SQLITE_OK
    }

private let deleteFile: @convention(c) (UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?, Int32) -> Int32 = {
  system, name, sync in
  guard let real = realSystem, let name, let data = system?.pointee.pAppData else { return SQLITE_ERROR }
  let disk = Unmanaged<FaultyDisk>.fromOpaque(data).takeUnretainedValue()
  let path = String(cString: name)
  switch disk.verdict(.delete, path) {
  case .refuse(let code): return code.rawValue
  case .refuseWrite: return SQLiteError.Code.ioErrorOnWrite.rawValue
  case .forget: return SQLITE_OK
  case .obey, .delay:
    let result = real.pointee.xDelete?(real, name, sync) ?? SQLITE_ERROR
    if result == SQLITE_OK { disk.note(.deleted(path)) }
    return result
  }
}

/// One table for all files, never freed or changed.
private nonisolated(unsafe) let fileMethods: UnsafePointer<sqlite3_io_methods> = {
  let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
  var table = sqlite3_io_methods()
  // Version 2: with shared memory for the log's index, without files mapped into memory.
  table.iVersion = 2
  table.xClose = { file in forward(file) { $0.xClose?($1) } }
  table.xRead = { file, bytes, count, offset in
    judged(file, .read) { $0.xRead?($1, bytes, count, offset) }
  }
  table.xWrite = { file, bytes, count, offset in
    guard let file, let bytes else { return SQLITE_IOERR }
    var size: Int64 = 0
    _ = forward(file) { $0.xFileSize?($1, &size) }
    let growth = Int(max(0, offset + Int64(count) - size))
    return judged(
      file, .write(growth: growth),
      event: { .wrote($0, at: Int(offset), Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))) }
    ) { $0.xWrite?($1, bytes, count, offset) }
  }
  table.xTruncate = { file, size in
    judged(file, .truncate, event: { .cut($0, to: Int(size)) }) { $0.xTruncate?($1, size) }
  }
  table.xSync = { file, flags in
    judged(file, .sync, event: { .synced($0) }, refused: { .lost($0) }) { $0.xSync?($1, flags) }
  }
  table.xFileSize = { file, size in forward(file) { $0.xFileSize?($1, size) } }
  table.xLock = { file, level in forward(file) { $0.xLock?($1, level) } }
  table.xUnlock = { file, level in forward(file) { $0.xUnlock?($1, level) } }
  table.xCheckReservedLock = { file, result in forward(file) { $0.xCheckReservedLock?($1, result) } }
  table.xFileControl = { file, operation, argument in
    guard let file, let methods = real(file).pointee.pMethods else { return SQLITE_NOTFOUND }
    if operation == SQLITE_FCNTL_LAST_ERRNO, outer(file).pointee.reason != 0 {
      argument?.storeBytes(of: outer(file).pointee.reason, as: Int32.self)
      return SQLITE_OK
    }
    return methods.pointee.xFileControl?(real(file), operation, argument) ?? SQLITE_NOTFOUND
  }
  table.xSectorSize = { file in forward(file) { $0.xSectorSize?($1) } }
  table.xDeviceCharacteristics = { file in forward(file) { $0.xDeviceCharacteristics?($1) } }
  table.xShmMap = { file, region, size, extends, address in
    forward(file) { $0.xShmMap?($1, region, size, extends, address) }
  }
  table.xShmLock = { file, offset, count, flags in forward(file) { $0.xShmLock?($1, offset, count, flags) } }
  table.xShmBarrier = { file in
    _ = forward(file) { methods, file in
      methods.xShmBarrier?(file)
      return SQLITE_OK
    }
  }
  table.xShmUnmap = { file, deletes in forward(file) { $0.xShmUnmap?($1, deletes) } }
  methods.initialize(to: table)
  return UnsafePointer(methods)
}()

private func contents(of path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else { return [] }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var part = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
  return bytes
}

/// Blocks the thread, as a slow disk does.
func pause(_ time: Duration) {
  let (seconds, attoseconds) = time.components
  var wait = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
  nanosleep(&wait, nil)
}
