export interface Wall {
  readonly words: boolean;
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

export declare const WALLS: Readonly<Record<string, Wall>>;
export declare const BESIDE: Readonly<Record<string, readonly string[]>>;
export declare const ENTRY: readonly string[];
export declare const ROOT_WORDS: readonly string[];
export declare const WALL_BLOCKS: readonly object[];
