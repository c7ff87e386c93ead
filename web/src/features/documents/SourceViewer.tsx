type SourceViewerProps = {
  readonly documentId: string;
  /** Counted from 1. */
  readonly page: number;
  readonly passageId?: string;
  /** The sentence to mark. */
  readonly quote?: string;
};

/** A document opened at one page, with one sentence marked. */
export function SourceViewer(_: SourceViewerProps) {
  return null;
}
